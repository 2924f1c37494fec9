package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Logistic function: {@code y = 1 / (1 + e^-x)}, {@code dx = y (1 - y) dy}. */
public final class Sigmoid {
  private Sigmoid() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor sigmoid(Tensor x) {
    return Pointwise.apply("sigmoid", Unary.SIGMOID, x);
  }
}
