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
 * Deviations are those of {@link GroupStatistics} and eps is 1e-4, as in TRL.
 */
public enum Advantages {
  GROUP,
  BATCH,
  NONE;

  private static final double EPS = 1e-4;

  /**
   * @param rewards group after group
   * @param statistics of these rewards
   * @return one advantage a completion; a group of equal rewards gets zeros
   */
  public double[] of(double[] rewards, GroupStatistics statistics) {
    int groupSize = rewards.length / statistics.means().length;
    double[] a = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      int g = i / groupSize;
      double scale =
          switch (this) {
            case GROUP -> 1 / (statistics.deviations()[g] + EPS);
            case BATCH -> 1 / (statistics.batchDeviation() + EPS);
            case NONE -> 1;
          };
      a[i] = (rewards[i] - statistics.means()[g]) * scale;
    }
    return a;
  }
}
