package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Square: {@code y = x^2}, {@code dx = 2 x dy}. */
public final class Square {
  private Square() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor square(Tensor x) {
    return Pointwise.apply("square", Unary.SQUARE, x);
  }
}
