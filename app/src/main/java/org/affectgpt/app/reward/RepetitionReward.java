package org.affectgpt.app.reward;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.affectgpt.app.wheel.LabelList;

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
    List<String> named =
        TaggedBlock.ANSWER
            .content(input.response(), options.strictTags())
            .map(options.extractor()::extract)
            .orElse(List.of());
    int distinct = new HashSet<>(named).size();
    LabelCounts counts =
        new LabelCounts(distinct, new HashSet<>(LabelList.normalise(input.gold())).size());
    return new RewardResult(-Math.min(MOST, named.size() - distinct), counts, Map.of());
  }
}
