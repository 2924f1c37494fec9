package org.affectgpt.emotion.reward;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.emotion.label.LabelCounts;

/**
 * A reward multiplied by a {@link LengthPenalty} (reference: {@code penalized_reward.py}).
 *
 * <p>Its name is that of its base and the penalty, such as {@code accuracy_p3}; the reference calls
 * every penalised reward alike, so that one hides another in its log.
 */
public final class PenalizedReward implements EmotionReward {
  private final EmotionReward base;
  private final LengthPenalty penalty;

  /**
   * @param base a reward that reports the numbers of labels it compared
   * @param penalty the penalty on these numbers
   */
  public PenalizedReward(EmotionReward base, LengthPenalty penalty) {
    this.base = base;
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return base.name() + "_" + penalty.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public RewardResult score(RewardInput input) {
    RewardResult result = base.score(input);
    LabelCounts counts = result.counts();
    if (counts == null) {
      throw new IllegalArgumentException("reward " + base.name() + " compares no label counts");
    }
    // Without gold labels, which only the safe modes let through, the reward is 0 in any case.
    double factor = counts.gold() == 0 ? 1 : penalty.factor(counts);
    Map<String, Double> details = new HashMap<>(result.details());
    details.put("penalty", factor);
    return new RewardResult(result.value() * factor, counts, details);
  }
}
