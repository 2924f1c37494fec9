package org.affectgpt.tensor.backend;

import java.util.List;
import java.util.function.DoubleSupplier;

/** Kernels of the optimizers. */
public interface OptimizerKernels {
  /** Hyper-parameters of one AdamW step; {@code step} counts from 1. */
  record AdamW(double lr, double beta1, double beta2, double eps, double weightDecay, int step) {}

  /** One fused AdamW step (Loshchilov and Hutter 2019), parameter and both moments in place. */
  void adamW(AdamW h, View parameter, View gradient, View m, View v, long n);

  /**
   * Clips by the global norm (Pascanu et al. 2013): where {@code maxNorm / (norm + 1e-6)} is less
   * than 1, multiplies every gradient by it. The norm is the root of the sum of all squares, added
   * in float64 in a fixed order. A device measures, decides and scales by itself.
   *
   * @param gradients F32, changed in place
   * @param maxNorm 0 or less only measures
   * @return gives the norm before; asking waits for the kernel, so ask when all else is queued
   */
  DoubleSupplier clip(List<Span> gradients, double maxNorm);
}
