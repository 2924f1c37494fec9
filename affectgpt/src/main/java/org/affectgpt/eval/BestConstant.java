package org.affectgpt.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.affectgpt.emotion.wheel.EmotionScore;
import org.affectgpt.emotion.wheel.EmotionWheelScore;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.LabelPair;
import org.affectgpt.emotion.wheel.WheelLevel;

/**
 * The best answer that looks at nothing: one list of words for every clip, grown greedily while it
 * gains, and fitted on the very labels it is scored on, which flatters it.
 */
public record BestConstant(List<String> words, EmotionScore score) {
  private static final int MOST_WORDS = 6;

  public static BestConstant of(EmotionWheels wheels, List<List<String>> gold) {
    SortedSet<String> candidates = new TreeSet<>();
    gold.forEach(candidates::addAll);
    BestConstant best = new BestConstant(List.of(), new EmotionScore(0, 0, 0));
    while (best.words.size() < MOST_WORDS) {
      BestConstant grown = best;
      for (String word : candidates) {
        if (!best.words.contains(word)) {
          List<String> words = new ArrayList<>(best.words);
          words.add(word);
          BestConstant trial = new BestConstant(words, score(wheels, gold, words));
          grown = trial.score.points() > grown.score.points() ? trial : grown;
        }
      }
      if (grown == best) {
        return best;
      }
      best = grown;
    }
    return best;
  }

  private static EmotionScore score(
      EmotionWheels wheels, List<List<String>> gold, List<String> words) {
    List<LabelPair> pairs = gold.stream().map(g -> new LabelPair(g, words)).toList();
    return EmotionWheelScore.of(wheels, WheelLevel.LEVEL1, pairs).mean();
  }
}
