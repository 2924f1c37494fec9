package org.affectgpt.emotion.reward;

import java.util.List;
import java.util.Map;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.wheel.LabelList;

/**
 * Minus the number of labels that an answer repeats, three at most. Metrics on sets of labels do
 * not see a repetition, so a policy learns it for nothing.
 */
public record RepetitionReward(WheelRewardOptions options) implements EmotionReward {
  private static final int MOST = 3;

  @Override
  public String name() {
    return "repetition";
  }

  @Override
  public RewardResult score(RewardInput input) {
    List<String> named = options.labels(TaggedBlock.ANSWER, input.response());
    LabelCounts counts = LabelCounts.of(named, LabelList.normalise(input.gold()));
    return new RewardResult(-Math.min(MOST, named.size() - counts.predicted()), counts, Map.of());
  }
}
