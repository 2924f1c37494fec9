package org.affectgpt.tensor.ops.elementwise;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/** Product with a constant: {@code y = s x}, {@code dx = s dy}. */
public final class Scale {
  private Scale() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor scale(Tensor x, float factor) {
    return Autograd.record(
        "scale", affine(factor, x), List.of(x), dy -> List.of(affine(factor, dy)));
  }

  private static Tensor affine(float factor, Tensor x) {
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().elementwise().affine(factor, x.view(), 0f, y.view(), x.size());
    return y;
  }
}
