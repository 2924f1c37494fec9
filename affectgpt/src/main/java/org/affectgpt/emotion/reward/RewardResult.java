package org.affectgpt.emotion.reward;

import java.util.Map;
import org.affectgpt.emotion.label.LabelCounts;
import org.jspecify.annotations.Nullable;

/**
 * A reward and how it came about.
 *
 * @param value the reward
 * @param counts the numbers of labels compared, or null if the reward compares none with gold
 * @param details further figures by name, for logs
 */
public record RewardResult(
    double value, @Nullable LabelCounts counts, Map<String, Double> details) {
  public RewardResult {
    details = Map.copyOf(details);
  }

  static RewardResult of(double value) {
    return new RewardResult(value, null, Map.of());
  }
}
