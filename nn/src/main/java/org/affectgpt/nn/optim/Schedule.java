package org.affectgpt.nn.optim;

/** The learning rate of every step, counted from 0. */
@FunctionalInterface
public interface Schedule {
  double at(long step);

  /**
   * Linear warm-up from 0 over {@code warmup} steps, then a cosine from {@code lr} to {@code minLr}
   * at step {@code total}, and {@code minLr} after it (Loshchilov and Hutter 2017).
   */
  static Schedule warmupCosine(double lr, double minLr, long warmup, long total) {
    return step -> {
      if (step < warmup) {
        return lr * (step + 1) / warmup;
      }
      double t = Math.min(1, (step - warmup) / (double) Math.max(1, total - warmup));
      return minLr + (lr - minLr) * 0.5 * (1 + Math.cos(Math.PI * t));
    };
  }
}
