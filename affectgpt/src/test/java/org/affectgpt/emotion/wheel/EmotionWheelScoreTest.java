package org.affectgpt.emotion.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;

/** The metrics on cases small enough to reckon by hand, with the project's own wheels. */
class EmotionWheelScoreTest {
  private final EmotionWheels wheels = PublishedWheels.load();

  private EmotionWheelScore score(LabelPair... corpus) {
    return EmotionWheelScore.of(wheels, WheelLevel.LEVEL1, List.of(corpus));
  }

  private static LabelPair pair(String gold, String predicted) {
    return new LabelPair(LabelList.parse(gold), LabelList.parse(predicted));
  }

  @Test
  void fComesFromTheAveragedPrecisionAndRecall() {
    // Precision 1 and 1/2, recall 1/2 and 1 on every wheel: both average to 3/4.
    EmotionWheelScore score = score(pair("[happy, sad]", "Glad"), pair("happy", "[joy, sorrow]"));
    assertEquals(0.75, score.mean().precision(), 1e-12);
    assertEquals(0.75, score.mean().recall(), 1e-12);
    assertEquals(0.75, score.mean().f1(), 1e-12);
    assertEquals(List.of(2, 2, 2, 2, 2), score.samples());
  }

  @Test
  void samplesWithoutAPlaceAreLeftOutPerWheel() {
    // Willcox's wheel has no disgust.
    EmotionWheelScore score =
        score(pair("disgusted", "disgust"), pair("neutral", "happy"), pair("sad", "sorrow"));
    assertEquals(List.of(1, 2, 2, 2, 2), score.samples());
    assertEquals(1, score.mean().f1(), 1e-12);
  }

  @Test
  void nothingHitOrNothingKeptIsNoNumber() {
    assertTrue(Double.isNaN(score(pair("happy", "sad")).mean().f1()));
    assertEquals(0, score(pair("happy", "sad")).mean().recall());
    assertTrue(Double.isNaN(score(pair("neutral", "sad")).mean().precision()));
    assertEquals(0, score(pair("happy", "sad"), pair("sad", "[]")).mean().precision());
  }

  @Test
  void unmappedGoldIsRejectedSkippedOrZero() {
    SampleScore sample = new SampleScore(wheels, WheelLevel.LEVEL1);
    List<String> disgust = List.of("disgusted");
    assertThrows(InputException.class, () -> sample.overlap(disgust, disgust, UnmappedGold.REJECT));
    assertEquals(1, sample.overlap(disgust, disgust, UnmappedGold.SKIP_WHEEL).f1(), 1e-12);
    assertEquals(0.8, sample.overlap(disgust, disgust, UnmappedGold.ZERO).f1(), 1e-12);
    assertEquals(0, sample.overlap(disgust, List.of(), UnmappedGold.REJECT).f1());
    List<String> neutral = List.of("neutral");
    assertEquals(0, sample.overlap(neutral, disgust, UnmappedGold.SKIP_WHEEL).f1());
  }

  @Test
  void hitRateAveragesHitsAndSharesOfNamedClasses() {
    HitRate rate =
        HitRate.of(
            wheels,
            List.of(
                new HitRate.Sample("happy", List.of("joyful", "sorrow")),
                new HitRate.Sample("sad", List.of("Angry")),
                new HitRate.Sample("neutral", List.of("happy"))));
    assertEquals(0.5, rate.hitRate(), 1e-12);
    assertEquals(0.25, rate.mScore(), 1e-12);
    assertEquals(2, rate.wheels().getFirst().samples());
  }

  @Test
  void anythingButPositiveIsTheNegativeClass() {
    SentimentScore score =
        SentimentScore.of(
            new double[] {1, 2, -1, 0, -3},
            List.of("positive", "neutral", "negative", "positive", "Positive"));
    assertEquals(4, score.samples());
    assertEquals(0.75, score.accuracy(), 1e-12);
    // positive: 1 hit, 1 missed; negative: 2 hits, 1 wrong; two samples each.
    assertEquals(0.5 * (2.0 / 3) + 0.5 * 0.8, score.weightedF1(), 1e-12);
  }

  @Test
  void labelListsKeepTheQuirksOfTheReference() {
    assertEquals(List.of("happy", "sad"), LabelList.parse("['happy', \"sad\",]"));
    assertEquals(List.of("a", "b]."), LabelList.parse("[a, b]."));
    assertEquals(List.of("[a", "b"), LabelList.parse(" [a, b]"));
    assertEquals(List.of("don", "t care"), LabelList.parse("don't care"));
    assertEquals(List.of("a;b"), LabelList.parse("a;b"));
    assertEquals(List.of(), LabelList.parse("[]"));
    assertEquals(List.of(), LabelList.parse(null));
    assertThrows(InputException.class, () -> LabelList.parse("["));
    assertEquals(List.of("happy"), LabelList.labels("[ \u00a0HAPPY ,,]"));
  }
}
