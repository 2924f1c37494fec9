package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/**
 * Logarithm of the softmax over the last axis: {@code y_i = x_i - ln sum_j e^(x_j)}; {@code dx = dy
 * - e^y sum_j dy_j}.
 */
public final class LogSoftmax {
  private LogSoftmax() {}

  /**
   * @param x F32 {@code [..., n]}
   * @return the same shape
   */
  public static Tensor logSoftmax(Tensor x) {
    Matrix p = Matrix.of("logSoftmax", x);
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().rows().logSoftmax(x.view(), y.view(), p.rows(), p.columns());
    return Autograd.record(
        "logSoftmax",
        y,
        List.of(x),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          x.backend().rows().logSoftmaxGrad(y.view(), dy.view(), dx.view(), p.rows(), p.columns());
          return List.of(dx);
        });
  }
}
