package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/**
 * Softmax over the last axis: {@code y_i = e^(x_i - max) / sum_j e^(x_j - max)}; {@code dx = y (dy
 * - sum_j y_j dy_j)}.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * @param x F32 {@code [..., n]}
   * @return the same shape
   */
  public static Tensor softmax(Tensor x) {
    Matrix p = Matrix.of("softmax", x);
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().rows().softmax(x.view(), y.view(), p.rows(), p.columns());
    return Autograd.record(
        "softmax",
        y,
        List.of(x),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          x.backend().rows().softmaxGrad(y.view(), dy.view(), dx.view(), p.rows(), p.columns());
          return List.of(dx);
        });
  }
}
