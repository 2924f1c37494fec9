package org.affectgpt.tensor.ops.elementwise;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/** Sum with a constant: {@code y = x + c}, {@code dx = dy}. */
public final class AddScalar {
  private AddScalar() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor addScalar(Tensor x, float constant) {
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().elementwise().affine(1f, x.view(), constant, y.view(), x.size());
    return Autograd.record("addScalar", y, List.of(x), List::of);
  }
}
