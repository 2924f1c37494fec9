package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/**
 * Gaussian error linear unit, exact form (Hendrycks and Gimpel 2016): {@code y = x F(x)} with the
 * normal distribution {@code F(x) = (1 + erf(x / sqrt 2)) / 2}, {@code dx = (F(x) + x f(x)) dy}
 * with its density f.
 */
public final class Gelu {
  private Gelu() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor gelu(Tensor x) {
    return Pointwise.apply("gelu", Unary.GELU_ERF, x);
  }
}
