package org.affectgpt.emotion.reward;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A weighted sum of rewards (reference: {@code composite_reward.py}). Its details hold the value of
 * each part, without weight, under the part's name.
 */
public final class CompositeReward implements EmotionReward {
  /**
   * One part of the sum.
   *
   * @param weight its weight, which replaces any weight of its own
   * @param reward the reward
   */
  public record Part(double weight, EmotionReward reward) {}

  private final List<Part> parts;

  /**
   * @throws IllegalArgumentException if there is no part, or two parts have one name
   */
  public CompositeReward(List<Part> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a composite reward needs at least one part");
    }
    List<String> names = parts.stream().map(part -> part.reward().name()).toList();
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("a composite reward names a part twice: " + names);
    }
    this.parts = List.copyOf(parts);
  }

  /** The stack of AffectGPT-RL: accuracy × p3 + 0.6 dual × p3 + 0.4 alignment + 0.2 format. */
  public static CompositeReward full(WheelRewardOptions options) {
    LengthPenalty p3 = LengthPenalty.P3;
    return new CompositeReward(
        List.of(
            new Part(1.0, new PenalizedReward(OverlapReward.accuracy(options), p3)),
            new Part(0.6, new PenalizedReward(OverlapReward.dual(options), p3)),
            new Part(0.4, new AlignmentReward(options)),
            new Part(0.2, new FormatReward(true))));
  }

  public List<Part> parts() {
    return parts;
  }

  @Override
  public String name() {
    return "total";
  }

  @Override
  public RewardResult score(RewardInput input) {
    double total = 0;
    Map<String, Double> breakdown = HashMap.newHashMap(parts.size());
    for (Part part : parts) {
      double value = part.reward().score(input).value();
      total += part.weight() * value;
      breakdown.put(part.reward().name(), value);
    }
    return new RewardResult(total, null, breakdown);
  }
}
