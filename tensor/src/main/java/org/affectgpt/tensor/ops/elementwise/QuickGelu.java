package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/**
 * CLIP's approximation of GELU: {@code y = x s(1.702 x)} with the logistic s, {@code dx = s (1 +
 * 1.702 x (1 - s)) dy}.
 */
public final class QuickGelu {
  private QuickGelu() {}

  /**
   * @param x F32, any shape
   * @return the same shape
   */
  public static Tensor quickGelu(Tensor x) {
    return Pointwise.apply("quickGelu", Unary.QUICK_GELU, x);
  }
}
