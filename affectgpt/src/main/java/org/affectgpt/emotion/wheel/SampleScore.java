package org.affectgpt.emotion.wheel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.affectgpt.tensor.InputException;

/**
 * Wheel scores of a single sample, for rewards (reference: {@code compute_single_ew_scores}, {@code
 * compute_single_ew_jaccard_scores}). Unlike the corpus score, F is taken per wheel and then
 * averaged. Labels must be normalised.
 */
public final class SampleScore {
  private final EmotionWheels wheels;
  private final WheelLevel level;

  public SampleScore(EmotionWheels wheels, WheelLevel level) {
    this.wheels = wheels;
    this.level = level;
  }

  /**
   * Overlap of predicted with gold labels, averaged over the wheels; no prediction scores 0.
   *
   * @throws InputException if {@code unmapped} rejects and there are no gold labels, or there is a
   *     prediction and a wheel has no place for the gold labels
   */
  public EmotionScore overlap(List<String> gold, List<String> predicted, UnmappedGold unmapped) {
    if (gold.isEmpty() && unmapped == UnmappedGold.REJECT) {
      throw new InputException("a sample has no gold labels: leave it out");
    }
    if (predicted.isEmpty()) {
      return EmotionScore.ZERO;
    }
    List<EmotionScore> scores = new ArrayList<>();
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      Set<String> g = wheels.clusters(wheel, level, gold);
      if (!g.isEmpty()) {
        scores.add(overlap(g, wheels.clusters(wheel, level, predicted)));
      } else if (unmapped == UnmappedGold.REJECT) {
        throw new InputException(
            "gold labels "
                + gold
                + " have no place on wheel "
                + wheels.wheels().get(wheel).name()
                + ": leave the sample out or use another mode for unmapped gold labels");
      } else if (unmapped == UnmappedGold.ZERO) {
        scores.add(EmotionScore.ZERO);
      }
    }
    return scores.isEmpty() ? EmotionScore.ZERO : EmotionWheelScore.mean(scores);
  }

  private static EmotionScore overlap(Set<String> gold, Set<String> predicted) {
    int hits = EmotionWheelScore.overlap(gold, predicted);
    return hits == 0
        ? EmotionScore.ZERO
        : EmotionScore.of((double) hits / predicted.size(), (double) hits / gold.size());
  }

  /** Jaccard index |a∩b|/|a∪b| of two label lists, averaged over the wheels; 0 for empty unions. */
  public double jaccard(List<String> a, List<String> b) {
    double sum = 0;
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      Set<String> left = wheels.clusters(wheel, level, a);
      Set<String> right = wheels.clusters(wheel, level, b);
      int both = EmotionWheelScore.overlap(left, right);
      sum += both == 0 ? 0 : (double) both / (left.size() + right.size() - both);
    }
    return sum / EmotionWheels.COUNT;
  }
}
