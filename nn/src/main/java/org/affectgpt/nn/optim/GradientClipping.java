package org.affectgpt.nn.optim;

import java.util.Collection;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/** Clipping by the global norm of all gradients (Pascanu et al. 2013). */
public final class GradientClipping {
  private GradientClipping() {}

  /** L2 norm of all gradients together. */
  public static double norm(Collection<Parameter> parameters) {
    double sum = 0;
    for (Parameter p : parameters) {
      Tensor g = p.value().grad();
      if (g != null) {
        sum += g.backend().optimizer().sumOfSquares(g.view(), g.size());
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * Scales all gradients so that their norm is at most {@code maxNorm}.
   *
   * @param maxNorm 0 or less only measures
   * @return the norm before
   */
  public static double clip(Collection<Parameter> parameters, double maxNorm) {
    double norm = norm(parameters);
    // the small constant is PyTorch's
    double scale = maxNorm / (norm + 1e-6);
    if (maxNorm > 0 && scale < 1) {
      for (Parameter p : parameters) {
        Tensor g = p.value().grad();
        if (g != null) {
          g.backend().elementwise().affine((float) scale, g.view(), 0f, g.view(), g.size());
        }
      }
    }
    return norm;
  }
}
