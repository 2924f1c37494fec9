package org.affectgpt.train;

import org.affectgpt.config.Bounds;
import org.affectgpt.grpo.Advantages;
import org.affectgpt.grpo.Aggregation;
import org.jspecify.annotations.Nullable;

/**
 * What GRPO minimises.
 *
 * @param updatesPerRollout optimizer steps an iteration
 * @param klCoef weight of the k3 term against the starting policy; 0 loads no reference
 * @param klEvery measures the KL divergence every so many steps even without a weight; 0 for never
 * @param clipRange lower clip of the ratio
 * @param clipRangeHigh upper clip of the ratio; {@code clipRange} where absent
 * @param advantages what a reward is divided by after the mean is taken off
 * @param aggregation how token losses are averaged
 */
public record LossConfig(
    int updatesPerRollout,
    double klCoef,
    int klEvery,
    double clipRange,
    @Nullable Double clipRangeHigh,
    Advantages advantages,
    Aggregation aggregation) {
  public LossConfig {
    Bounds.count("updates_per_rollout", 1, updatesPerRollout);
    Bounds.notNegative("kl_coef", klCoef);
    Bounds.notNegative("kl_every", klEvery);
    Bounds.notNegative("clip_range", clipRange);
    clipRangeHigh = clipRangeHigh == null ? clipRange : clipRangeHigh;
    Bounds.notNegative("clip_range_high", clipRangeHigh);
  }
}
