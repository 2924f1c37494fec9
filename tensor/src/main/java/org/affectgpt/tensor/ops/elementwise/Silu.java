package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/**
 * Sigmoid-weighted unit (Elfwing et al. 2018): {@code y = x s(x)} with the logistic s, {@code dx =
 * s (1 + x (1 - s)) dy}.
 */
public final class Silu {
  private Silu() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor silu(Tensor x) {
    return Pointwise.apply("silu", Unary.SILU, x);
  }
}
