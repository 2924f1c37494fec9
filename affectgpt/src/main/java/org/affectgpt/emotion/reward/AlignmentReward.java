package org.affectgpt.emotion.reward;

import java.util.List;
import java.util.Optional;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.wheel.SampleScore;
import org.affectgpt.emotion.wheel.WheelLevel;

/**
 * Agreement of reasoning and answer: the Jaccard index of the clusters that the two blocks name,
 * averaged over the wheels (reference: {@code alignment_reward.py}). The gold labels play no part.
 */
public final class AlignmentReward implements EmotionReward {
  private final WheelRewardOptions options;
  private final SampleScore sampleScore;

  public AlignmentReward(WheelRewardOptions options) {
    this.options = options;
    this.sampleScore = new SampleScore(options.wheels(), WheelLevel.LEVEL1);
  }

  @Override
  public String name() {
    return "alignment";
  }

  @Override
  public RewardResult score(RewardInput input) {
    Optional<String> think = TaggedBlock.THINK.content(input.response(), options.strictTags());
    Optional<String> answer = TaggedBlock.ANSWER.content(input.response(), options.strictTags());
    if (think.isEmpty() || answer.isEmpty()) {
      return RewardResult.of(0);
    }
    List<String> reasoned = options.extractor().extract(think.get());
    List<String> answered = options.extractor().extract(answer.get());
    return RewardResult.of(sampleScore.jaccard(reasoned, answered));
  }
}
