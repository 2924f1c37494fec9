package org.affectgpt.grpo;

/**
 * Group-relative advantages: how much better a completion scored than the others of its prompt.
 *
 * <ul>
 *   <li>{@code GROUP}: {@code (r - mean_group) / (std_group + eps)} (DeepSeekMath, equation 3)
 *   <li>{@code BATCH}: {@code (r - mean_group) / (std_batch + eps)} (REINFORCE++)
 *   <li>{@code NONE}: {@code r - mean_group} (Dr. GRPO, Liu et al. 2025)
 * </ul>
 *
 * Deviations are the unbiased ones and eps is 1e-4, as in TRL.
 */
public enum Advantages {
  GROUP,
  BATCH,
  NONE;

  private static final double EPS = 1e-4;

  /**
   * @param rewards group after group
   * @return one advantage a completion; a group of equal rewards gets zeros
   */
  public double[] of(double[] rewards, int groupSize) {
    double[] a = new double[rewards.length];
    double batch = deviation(rewards, 0, rewards.length);
    for (int g = 0; g < rewards.length; g += groupSize) {
      double mean = mean(rewards, g, groupSize);
      double scale =
          switch (this) {
            case GROUP -> 1 / (deviation(rewards, g, groupSize) + EPS);
            case BATCH -> 1 / (batch + EPS);
            case NONE -> 1;
          };
      for (int i = g; i < g + groupSize; i++) {
        a[i] = (rewards[i] - mean) * scale;
      }
    }
    return a;
  }

  private static double mean(double[] x, int from, int n) {
    double s = 0;
    for (int i = from; i < from + n; i++) {
      s += x[i];
    }
    return s / n;
  }

  private static double deviation(double[] x, int from, int n) {
    if (n < 2) {
      return 0;
    }
    double mean = mean(x, from, n);
    double s = 0;
    for (int i = from; i < from + n; i++) {
      s += (x[i] - mean) * (x[i] - mean);
    }
    return Math.sqrt(s / (n - 1));
  }
}
