package org.affectgpt.train;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.affectgpt.config.Bounds;
import org.affectgpt.config.Defaults;
import org.affectgpt.emotion.reward.AlignmentReward;
import org.affectgpt.emotion.reward.EmotionReward;
import org.affectgpt.emotion.reward.FormatReward;
import org.affectgpt.emotion.reward.LabelCountReward;
import org.affectgpt.emotion.reward.LengthPenalty;
import org.affectgpt.emotion.reward.OverlapReward;
import org.affectgpt.emotion.reward.PenalizedReward;
import org.affectgpt.emotion.reward.RepetitionReward;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.grpo.WeightedReward;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code rewards:} in a configuration.
 *
 * @param name accuracy, dual, alignment, format, label_count or repetition
 * @param weight its weight in the sum
 * @param penalty p1, p2 or p3 on the number of labels; none where absent
 */
@Defaults("reward")
public record RewardItem(String name, double weight, @Nullable String penalty) {
  private static final Map<String, Function<WheelRewardOptions, EmotionReward>> KNOWN =
      Map.of(
          "accuracy", OverlapReward::accuracy,
          "dual", OverlapReward::dual,
          "alignment", AlignmentReward::new,
          "format", options -> new FormatReward(true),
          "label_count", LabelCountReward::new,
          "repetition", RepetitionReward::new);

  public RewardItem {
    if (!KNOWN.containsKey(name)) {
      throw new InputException(
          "option name of a reward: '"
              + name
              + "' is unknown; known are "
              + new TreeSet<>(KNOWN.keySet()));
    }
    Bounds.finite("weight", weight);
    if (penalty != null) {
      penalty(penalty);
    }
  }

  /** The reward of this line. */
  WeightedReward<GrpoPrompt> reward(WheelRewardOptions options) {
    EmotionReward base = KNOWN.get(name).apply(options);
    EmotionReward whole = penalty == null ? base : new PenalizedReward(base, penalty(penalty));
    return new WeightedReward<>(whole, weight);
  }

  private static LengthPenalty penalty(String key) {
    for (LengthPenalty p : LengthPenalty.values()) {
      if (p.name().toLowerCase(Locale.ROOT).equals(key)) {
        return p;
      }
    }
    throw new InputException(
        "option penalty of a reward: '" + key + "' is unknown; use p1, p2 or p3");
  }
}
