package org.affectgpt.app.reward;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.affectgpt.app.wheel.LabelList;

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
    int gold = new HashSet<>(LabelList.normalise(input.gold())).size();
    List<String> named =
        TaggedBlock.ANSWER
            .content(input.response(), options.strictTags())
            .map(options.extractor()::extract)
            .orElse(List.of());
    LabelCounts counts = new LabelCounts(new HashSet<>(named).size(), gold);
    return new RewardResult(-Math.abs(counts.predicted() - gold), counts, Map.of());
  }
}
