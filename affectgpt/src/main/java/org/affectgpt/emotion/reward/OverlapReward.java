package org.affectgpt.emotion.reward;

import java.util.List;
import java.util.Map;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.wheel.EmotionScore;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.emotion.wheel.SampleScore;
import org.affectgpt.emotion.wheel.WheelLevel;

/**
 * The emotion-wheel F score of the labels that one block of the response names, averaged over the
 * wheels. On the answer it is the accuracy reward, on the reasoning the dual reward (references:
 * {@code accuracy_reward.py}, {@code dual_reward.py}). A block that is absent scores 0.
 */
public final class OverlapReward implements EmotionReward {
  private final String name;
  private final TaggedBlock block;
  private final WheelRewardOptions options;
  private final SampleScore sampleScore;

  private OverlapReward(String name, TaggedBlock block, WheelRewardOptions options) {
    this.name = name;
    this.block = block;
    this.options = options;
    this.sampleScore = new SampleScore(options.wheels(), WheelLevel.LEVEL1);
  }

  /** The reward named {@code accuracy}: labels of the answer. */
  public static OverlapReward accuracy(WheelRewardOptions options) {
    return new OverlapReward("accuracy", TaggedBlock.ANSWER, options);
  }

  /** The reward named {@code dual}: labels of the reasoning. */
  public static OverlapReward dual(WheelRewardOptions options) {
    return new OverlapReward("dual", TaggedBlock.THINK, options);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RewardResult score(RewardInput input) {
    List<String> gold = LabelList.normalise(input.gold());
    List<String> predicted = options.labels(block, input.response());
    EmotionScore score = sampleScore.overlap(gold, predicted, options.unmapped());
    LabelCounts counts = LabelCounts.of(predicted, gold);
    return new RewardResult(
        score.f1(),
        counts,
        Map.of(
            "precision",
            score.precision(),
            "recall",
            score.recall(),
            "predicted_labels",
            (double) counts.predicted(),
            "gold_labels",
            (double) counts.gold()));
  }
}
