package org.affectgpt.emotion.wheel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Hit rate and m-score of sets with one basic emotion per sample (MER-UniBench's discrete sets;
 * reference: {@code hitrate_metric_calculation}), at level 1.
 *
 * <p>Per wheel: a sample is kept if its gold label has a place (neutral has none); hit is |p∩g|,
 * and m is |p∩g|/|p∩c| with c the mapped classes of the data set. Both are averaged over the kept
 * samples, then over the wheels.
 *
 * @param hitRate the mean hit rate
 * @param mScore the mean m-score
 * @param wheels the same per wheel
 */
public record HitRate(double hitRate, double mScore, List<WheelHitRate> wheels) {
  /**
   * @param hitRate the hit rate on one wheel
   * @param mScore the m-score on one wheel
   * @param samples the number of samples kept
   */
  public record WheelHitRate(double hitRate, double mScore, int samples) {}

  /**
   * One sample.
   *
   * @param gold the class as the data set writes it
   * @param predicted the predicted labels
   */
  public record Sample(String gold, List<String> predicted) {}

  public HitRate {
    wheels = List.copyOf(wheels);
  }

  /** Scores a data set; NaN where a wheel keeps no sample. */
  public static HitRate of(EmotionWheels wheels, List<Sample> samples) {
    List<String> classes = samples.stream().map(Sample::gold).distinct().toList();
    List<WheelHitRate> rates = new ArrayList<>();
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      // The classes map as they are written, without lower case, as in the reference.
      Set<String> candidates = wheels.clusters(wheel, WheelLevel.LEVEL1, classes);
      rates.add(onWheel(wheels, wheel, candidates, samples));
    }
    return new HitRate(
        rates.stream().mapToDouble(WheelHitRate::hitRate).sum() / rates.size(),
        rates.stream().mapToDouble(WheelHitRate::mScore).sum() / rates.size(),
        rates);
  }

  private static WheelHitRate onWheel(
      EmotionWheels wheels, int wheel, Set<String> candidates, List<Sample> samples) {
    int kept = 0;
    double hits = 0;
    double m = 0;
    for (Sample sample : samples) {
      List<String> label = LabelList.normalise(List.of(sample.gold()));
      Set<String> gold = wheels.clusters(wheel, WheelLevel.LEVEL1, label);
      if (gold.isEmpty()) {
        continue;
      }
      kept++;
      List<String> labels = LabelList.normalise(sample.predicted());
      Set<String> predicted = wheels.clusters(wheel, WheelLevel.LEVEL1, labels);
      int hit = EmotionWheelScore.overlap(predicted, gold);
      int named = EmotionWheelScore.overlap(predicted, candidates);
      hits += hit;
      m += named == 0 ? 0 : (double) hit / named;
    }
    return new WheelHitRate(hits / kept, m / kept, kept);
  }
}
