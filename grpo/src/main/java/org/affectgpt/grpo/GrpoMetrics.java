package org.affectgpt.grpo;

import java.util.Map;

/**
 * What one GRPO iteration saw, as TRL defines it.
 *
 * @param gradNorm global gradient norm before clipping, of the last update
 */
public record GrpoMetrics(
    Objective objective, Rewards rewards, Completions completions, double gradNorm) {

  /**
   * Means over the updates.
   *
   * @param kl mean k3 a token, NaN where the reference was not asked
   * @param clipFraction share of tokens whose ratio was clipped
   */
  public record Objective(double loss, double kl, double clipFraction) {}

  /**
   * @param mean of the weighted sum
   * @param deviation unbiased, of the weighted sums of the batch
   * @param zeroDeviation share of groups whose completions all scored alike
   * @param means of every reward by name, unweighted
   */
  public record Rewards(
      double mean, double deviation, double zeroDeviation, Map<String, Double> means) {}

  /**
   * @param length mean length in tokens
   * @param finished share that ended by themselves
   */
  public record Completions(double length, double finished) {}
}
