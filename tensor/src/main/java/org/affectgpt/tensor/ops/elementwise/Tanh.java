package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Hyperbolic tangent: {@code y = tanh x}, {@code dx = (1 - y^2) dy}. */
public final class Tanh {
  private Tanh() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor tanh(Tensor x) {
    return Pointwise.apply("tanh", Unary.TANH, x);
  }
}
