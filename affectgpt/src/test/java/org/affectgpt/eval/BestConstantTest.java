package org.affectgpt.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.emotion.wheel.EmotionWheelScore;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.LabelPair;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.junit.jupiter.api.Test;

/** The best answer that looks at nothing. */
class BestConstantTest {
  private final EmotionWheels wheels = PublishedWheels.load();

  private double f1(List<List<String>> gold, List<String> words) {
    List<LabelPair> pairs = gold.stream().map(g -> new LabelPair(g, words)).toList();
    double f1 = EmotionWheelScore.of(wheels, WheelLevel.LEVEL1, pairs).mean().f1();
    return Double.isNaN(f1) ? 0 : 100 * f1;
  }

  @Test
  void oneAnswerFitsAll() {
    BestConstant best =
        BestConstant.of(wheels, List.of(List.of("angry"), List.of("angry"), List.of("angry")));
    assertEquals(List.of("angry"), best.words());
    assertEquals(100, best.score().points(), 1e-9);
  }

  @Test
  void noOtherListIsBetter() {
    List<List<String>> gold =
        List.of(
            List.of("happy", "surprised"),
            List.of("happy"),
            List.of("angry", "disappointed"),
            List.of("sad"),
            List.of("sad", "angry"),
            List.of("happy", "nervous"));
    BestConstant best = BestConstant.of(wheels, gold);
    assertTrue(best.words().size() <= 6);
    assertEquals(f1(gold, best.words()), best.score().points(), 1e-9);
    List<String> all = List.of("angry", "disappointed", "happy", "nervous", "sad", "surprised");
    for (String a : all) {
      assertTrue(f1(gold, List.of(a)) <= best.score().points() + 1e-9, a);
      if (!best.words().contains(a)) {
        List<String> more = new ArrayList<>(best.words());
        more.add(a);
        assertTrue(f1(gold, more) <= best.score().points() + 1e-9, a);
      }
    }
  }

  @Test
  void nothingToHitScoresNothing() {
    BestConstant best = BestConstant.of(wheels, List.of(List.of("xyzzy")));
    assertEquals(List.of(), best.words());
    assertEquals(0, best.score().points());
  }
}
