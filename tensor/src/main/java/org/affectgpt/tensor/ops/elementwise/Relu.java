package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Rectifier: {@code y = max(x, 0)}, {@code dx = dy} where {@code x > 0}, else 0. */
public final class Relu {
  private Relu() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor relu(Tensor x) {
    return Pointwise.apply("relu", Unary.RELU, x);
  }
}
