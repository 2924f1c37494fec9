package org.affectgpt.emotion.reward;

import java.util.List;
import java.util.Map;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.wheel.LabelList;

/**
 * Minus the distance between the numbers of distinct predicted and gold labels, {@code -|n - m|}. A
 * penalty on surplus labels alone, as p1 to p3 are, drives a policy that cannot know m down to one
 * word; a two-sided one holds the number where people have it.
 */
public record LabelCountReward(WheelRewardOptions options) implements EmotionReward {
  @Override
  public String name() {
    return "label_count";
  }

  @Override
  public RewardResult score(RewardInput input) {
    List<String> named = options.labels(TaggedBlock.ANSWER, input.response());
    LabelCounts counts = LabelCounts.of(named, LabelList.normalise(input.gold()));
    return new RewardResult(-Math.abs(counts.predicted() - counts.gold()), counts, Map.of());
  }
}
