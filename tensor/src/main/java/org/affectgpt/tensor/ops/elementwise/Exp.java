package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Natural exponential: {@code y = e^x}, {@code dx = y dy}. */
public final class Exp {
  private Exp() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor exp(Tensor x) {
    return Pointwise.apply("exp", Unary.EXP, x);
  }
}
