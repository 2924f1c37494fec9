package org.affectgpt.emotion.wheel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The emotion-wheel score of a corpus (MER-UniBench's EW; reference: {@code
 * wheel_metric_calculation}).
 *
 * <p>Per wheel, precision |g∩p|/|p| and recall |g∩p|/|g| of the mapped sets are averaged over the
 * samples whose gold labels have a place on the wheel, and F is taken from the two averages; then
 * F, precision and recall are averaged over the five wheels. Where nothing was hit on a wheel, or
 * no sample could be scored on it, F is NaN, as in the reference.
 *
 * @param level the level of the wheels' clusters
 * @param mean the averages over the wheels
 * @param wheels the scores per wheel
 * @param samples the number of samples scored per wheel
 */
public record EmotionWheelScore(
    WheelLevel level, EmotionScore mean, List<EmotionScore> wheels, List<Integer> samples) {
  public EmotionWheelScore {
    wheels = List.copyOf(wheels);
    samples = List.copyOf(samples);
  }

  /** Scores a corpus. Labels are normalised here. */
  public static EmotionWheelScore of(
      EmotionWheels wheels, WheelLevel level, List<LabelPair> corpus) {
    List<LabelPair> pairs =
        corpus.stream()
            .map(
                pair ->
                    new LabelPair(
                        LabelList.normalise(pair.gold()), LabelList.normalise(pair.predicted())))
            .toList();
    List<EmotionScore> scores = new ArrayList<>();
    List<Integer> samples = new ArrayList<>();
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      double precision = 0;
      double recall = 0;
      int kept = 0;
      for (LabelPair pair : pairs) {
        Set<String> gold = wheels.clusters(wheel, level, pair.gold());
        if (gold.isEmpty()) {
          continue;
        }
        kept++;
        Set<String> predicted = wheels.clusters(wheel, level, pair.predicted());
        if (!predicted.isEmpty()) {
          int hits = overlap(gold, predicted);
          precision += (double) hits / predicted.size();
          recall += (double) hits / gold.size();
        }
      }
      scores.add(EmotionScore.of(precision / kept, recall / kept));
      samples.add(kept);
    }
    return new EmotionWheelScore(level, mean(scores), scores, samples);
  }

  static EmotionScore mean(List<EmotionScore> scores) {
    return new EmotionScore(
        scores.stream().mapToDouble(EmotionScore::f1).sum() / scores.size(),
        scores.stream().mapToDouble(EmotionScore::precision).sum() / scores.size(),
        scores.stream().mapToDouble(EmotionScore::recall).sum() / scores.size());
  }

  static int overlap(Set<String> a, Set<String> b) {
    Set<String> both = new HashSet<>(a);
    both.retainAll(b);
    return both.size();
  }
}
