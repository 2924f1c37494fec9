package org.affectgpt.tensor.backend;

/** Kernels of the optimisers. */
public interface OptimizerKernels {
  /** Hyper-parameters of one AdamW step; {@code step} counts from 1. */
  record AdamW(double lr, double beta1, double beta2, double eps, double weightDecay, int step) {}

  /** One fused AdamW step (Loshchilov and Hutter 2019), parameter and both moments in place. */
  void adamW(AdamW h, View parameter, View gradient, View m, View v, long n);

  /** Sum of squares, accumulated in float64 in a fixed order. */
  double sumOfSquares(View x, long n);
}
