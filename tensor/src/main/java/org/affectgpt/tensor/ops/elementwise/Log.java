package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Natural logarithm: {@code y = ln x}, {@code dx = dy / x}; NaN below 0, -infinity at 0. */
public final class Log {
  private Log() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor log(Tensor x) {
    return Pointwise.apply("log", Unary.LOG, x);
  }
}
