package org.affectgpt.nn.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Span;
import org.jspecify.annotations.Nullable;

/** Clipping by the global norm of all gradients (Pascanu et al. 2013). */
public final class GradientClipping {
  private GradientClipping() {}

  /**
   * Scales all gradients so that their norm is at most {@code maxNorm}.
   *
   * @param maxNorm 0 or less only measures
   * @return gives the norm before; asking waits for the device, so queue the update first
   */
  public static DoubleSupplier clip(Collection<Parameter> parameters, double maxNorm) {
    List<Span> gradients = new ArrayList<>();
    @Nullable Backend backend = null;
    for (Parameter p : parameters) {
      Tensor g = p.value().grad();
      if (g != null) {
        gradients.add(new Span(g.view(), g.size()));
        backend = g.backend();
      }
    }
    return backend == null ? () -> 0 : backend.optimizer().clip(gradients, maxNorm);
  }
}
