package org.affectgpt.emotion.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WheelScoreProperties {
  private static final EmotionWheels WHEELS = PublishedWheels.load();
  private static final double EPSILON = 1e-12;
  private final SampleScore score = new SampleScore(WHEELS, WheelLevel.LEVEL1);

  @Provide
  Arbitrary<List<String>> labels() {
    List<String> words = new ArrayList<>(WHEELS.labels().stream().sorted().toList());
    words.addAll(List.of("neutral", "zzzz", "", "[", "42"));
    return Arbitraries.of(words).list().ofMaxSize(6);
  }

  @Property(tries = 300)
  void scoresLieBetweenZeroAndOne(
      @ForAll("labels") List<String> gold, @ForAll("labels") List<String> predicted) {
    EmotionScore overlap = score.overlap(gold, predicted, UnmappedGold.SKIP_WHEEL);
    for (double value :
        new double[] {
          overlap.f1(), overlap.precision(), overlap.recall(), score.jaccard(gold, predicted)
        }) {
      assertTrue(value >= 0 && value <= 1 + EPSILON, () -> "" + value);
    }
  }

  @Property(tries = 300)
  void swappingGoldAndPredictionSwapsPrecisionAndRecall(
      @ForAll("labels") List<String> a, @ForAll("labels") List<String> b) {
    EmotionScore forward = score.overlap(a, b, UnmappedGold.ZERO);
    EmotionScore backward = score.overlap(b, a, UnmappedGold.ZERO);
    assertEquals(forward.f1(), backward.f1(), EPSILON);
    assertEquals(forward.precision(), backward.recall(), EPSILON);
    assertEquals(score.jaccard(a, b), score.jaccard(b, a), EPSILON);
  }

  @Property(tries = 300)
  void orderDuplicatesCaseAndUnknownWordsDoNotMatter(
      @ForAll("labels") List<String> gold,
      @ForAll("labels") List<String> predicted,
      @ForAll long seed) {
    List<String> other = new ArrayList<>(predicted);
    other.addAll(predicted);
    other.replaceAll(label -> "  " + label.toUpperCase(Locale.ROOT));
    other.add("no emotion at all");
    Collections.shuffle(other, new Random(seed));
    for (WheelLevel level : WheelLevel.values()) {
      EmotionWheelScore a =
          EmotionWheelScore.of(WHEELS, level, List.of(new LabelPair(gold, predicted)));
      EmotionWheelScore b =
          EmotionWheelScore.of(WHEELS, level, List.of(new LabelPair(gold, other)));
      assertEquals(a, b);
    }
  }

  @Property(tries = 200)
  void theGoldLabelsThemselvesScoreFully(@ForAll("labels") List<String> gold) {
    boolean mapped = false;
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      mapped |= !WHEELS.clusters(wheel, WheelLevel.LEVEL1, gold).isEmpty();
    }
    double f1 = score.overlap(gold, gold, UnmappedGold.SKIP_WHEEL).f1();
    assertEquals(mapped ? 1 : 0, f1, EPSILON);
  }

  @Property(tries = 200)
  void corpusScoreDoesNotDependOnTheOrderOfSamples(
      @ForAll("labels") List<String> a,
      @ForAll("labels") List<String> b,
      @ForAll("labels") List<String> c) {
    List<LabelPair> corpus = List.of(new LabelPair(a, b), new LabelPair(b, c), new LabelPair(c, a));
    EmotionWheelScore forward = EmotionWheelScore.of(WHEELS, WheelLevel.LEVEL2, corpus);
    EmotionWheelScore backward = EmotionWheelScore.of(WHEELS, WheelLevel.LEVEL2, corpus.reversed());
    assertEquals(forward.samples(), backward.samples());
    assertEquals(forward.mean().precision(), backward.mean().precision(), EPSILON);
    assertEquals(forward.mean().recall(), backward.mean().recall(), EPSILON);
  }
}
