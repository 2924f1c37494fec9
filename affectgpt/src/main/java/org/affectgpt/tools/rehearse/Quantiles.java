package org.affectgpt.tools.rehearse;

import org.apache.commons.math3.distribution.NormalDistribution;

/** The standard normal distribution in 65536 equally likely values. */
final class Quantiles {
  private static final int N = 1 << 16;

  private final float[] standard = new float[N];

  Quantiles() {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    for (int i = 0; i < N; i++) {
      standard[i] = (float) normal.inverseCumulativeProbability((i + 0.5) / N);
    }
  }

  /** The same for another mean and deviation. */
  float[] scaled(double mean, double std) {
    float[] table = new float[N];
    for (int i = 0; i < N; i++) {
      table[i] = (float) (mean + std * standard[i]);
    }
    return table;
  }
}
