package org.affectgpt.emotion.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.junit.jupiter.api.Test;

/** The rewards on responses small enough to reckon by hand, with the project's own wheels. */
class EmotionRewardTest {
  private static final double EPSILON = 1e-12;
  private final WheelRewardOptions options = WheelRewardOptions.of(PublishedWheels.load());

  private static RewardInput input(String gold, String response) {
    return new RewardInput(List.of(gold.split(" ")), response);
  }

  @Test
  void accuracyReadsTheAnswerAndDualTheReasoning() {
    RewardInput input =
        input("happy sad", "<think>He feels sorrow.</think><answer>glad, angry</answer>");
    assertEquals(0.5, OverlapReward.accuracy(options).score(input).value(), EPSILON);
    RewardResult dual = OverlapReward.dual(options).score(input);
    assertEquals(2.0 / 3, dual.value(), EPSILON);
    assertEquals(new LabelCounts(1, 2), dual.counts());
    assertEquals(1, dual.details().get("precision"), EPSILON);
    assertEquals(0, new AlignmentReward(options).score(input).value());
  }

  @Test
  void missingTagsScoreNothing() {
    assertEquals(0, OverlapReward.accuracy(options).score(input("happy", "happy")).value());
    assertEquals(0, new FormatReward(true).score(input("happy", "happy")).value());
    RewardInput swapped = input("happy", "<answer>happy</answer><think>joy</think>");
    assertEquals(0, new FormatReward(true).score(swapped).value());
    assertEquals(1, OverlapReward.accuracy(options).score(swapped).value());
  }

  @Test
  void penaltyCountsDifferentLabelsBeyondGold() {
    assertEquals(1, LengthPenalty.P3.factor(new LabelCounts(2, 2)));
    assertEquals(0.5, LengthPenalty.P3.factor(new LabelCounts(4, 2)), EPSILON);
    assertEquals(0.5, LengthPenalty.P3.factor(new LabelCounts(3, 1)), EPSILON);
    assertEquals(0.5, LengthPenalty.P2.factor(new LabelCounts(4, 2)), EPSILON);
    assertEquals(1.0 / 3, LengthPenalty.P1.factor(new LabelCounts(4, 2)), EPSILON);
    assertThrows(
        IllegalArgumentException.class, () -> LengthPenalty.P3.factor(new LabelCounts(2, 0)));
    PenalizedReward reward = new PenalizedReward(OverlapReward.accuracy(options), LengthPenalty.P2);
    RewardInput repeated = input("happy", "<answer>happy, happy, joy, glad</answer>");
    assertEquals(1.0 / 3, reward.score(repeated).value(), EPSILON);
    assertEquals("accuracy_p2", reward.name());
  }

  @Test
  void compositeAddsWeightedPartsAndKeepsThemApart() {
    CompositeReward full = CompositeReward.full(options);
    RewardInput perfect = input("happy", "<think>joy</think><answer>happy</answer>");
    RewardResult result = full.score(perfect);
    assertEquals(2.2, result.value(), EPSILON);
    assertEquals(
        Map.of("accuracy_p3", 1.0, "dual_p3", 1.0, "alignment", 1.0, "format", 1.0),
        result.details());
    CompositeReward.Part part = new CompositeReward.Part(1, new FormatReward(true));
    assertThrows(IllegalArgumentException.class, () -> new CompositeReward(List.of(part, part)));
    assertThrows(IllegalArgumentException.class, () -> new CompositeReward(List.of()));
  }

  @Test
  void safeModeSurvivesNeutralAndEmptyGold() {
    RewardInput neutral = input("neutral", "<think>a</think><answer>happy</answer>");
    assertEquals(0, OverlapReward.accuracy(options).score(neutral).value());
    RewardInput empty = new RewardInput(List.of(), "<think>a</think><answer>happy</answer>");
    assertEquals(
        0,
        new PenalizedReward(OverlapReward.accuracy(options), LengthPenalty.P3)
            .score(empty)
            .value());
  }
}
