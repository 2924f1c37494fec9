package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/**
 * Gaussian error linear unit, tanh form (Hendrycks and Gimpel 2016): {@code y = x (1 + tanh u) / 2}
 * with {@code u = sqrt(2 / pi) (x + 0.044715 x^3)}; {@code dx = ((1 + t) / 2 + x (1 - t^2) u' / 2)
 * dy} with {@code t = tanh u}.
 */
public final class GeluTanh {
  private GeluTanh() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor geluTanh(Tensor x) {
    return Pointwise.apply("geluTanh", Unary.GELU_TANH, x);
  }
}
