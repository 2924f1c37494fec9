package org.affectgpt.tensor.ops.elementwise;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/**
 * Limits: {@code y = min(max(x, low), high)}, {@code dx = dy} where {@code low <= x <= high}, else
 * 0.
 */
public final class Clamp {
  private Clamp() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   * @throws IllegalArgumentException when {@code low > high}
   */
  public static Tensor clamp(Tensor x, float low, float high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException("clamp: limits " + low + " and " + high);
    }
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().elementwise().clamp(x.view(), low, high, y.view(), x.size());
    return Autograd.record(
        "clamp",
        y,
        List.of(x),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          x.backend().elementwise().clampGrad(x.view(), low, high, dy.view(), dx.view(), x.size());
          return List.of(dx);
        });
  }
}
