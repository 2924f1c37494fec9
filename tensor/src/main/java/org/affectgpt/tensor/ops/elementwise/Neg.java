package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Negation: {@code y = -x}, {@code dx = -dy}. */
public final class Neg {
  private Neg() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor neg(Tensor x) {
    return Pointwise.apply("neg", Unary.NEGATE, x);
  }
}
