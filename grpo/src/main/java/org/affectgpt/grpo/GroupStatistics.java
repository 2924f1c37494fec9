package org.affectgpt.grpo;

import java.util.Arrays;

/**
 * Means and deviations of rewards. Deviations are the unbiased ones, as in TRL.
 *
 * @param means one a group, as deviations
 * @param batchDeviation of all rewards together
 */
public record GroupStatistics(double[] means, double[] deviations, double batchDeviation) {
  /** What TRL still takes for a group whose rewards are all equal. */
  private static final double ZERO = 1e-8;

  /**
   * @param rewards group after group
   */
  public static GroupStatistics of(double[] rewards, int groupSize) {
    int groups = rewards.length / groupSize;
    double[] means = new double[groups];
    double[] deviations = new double[groups];
    for (int g = 0; g < groups; g++) {
      means[g] = mean(rewards, g * groupSize, groupSize);
      deviations[g] = deviation(rewards, g * groupSize, groupSize);
    }
    return new GroupStatistics(means, deviations, deviation(rewards, 0, rewards.length));
  }

  /** Mean of all rewards: groups are of one size. */
  public double mean() {
    return Arrays.stream(means).sum() / means.length;
  }

  /** Share of groups whose completions all scored alike, from which nothing is learnt. */
  public double zeroShare() {
    return (double) Arrays.stream(deviations).filter(d -> d <= ZERO).count() / deviations.length;
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
