package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Square root: {@code y = sqrt(x)}, {@code dx = dy / (2 y)}. */
public final class Sqrt {
  private Sqrt() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor sqrt(Tensor x) {
    return Pointwise.apply("sqrt", Unary.SQRT, x);
  }
}
