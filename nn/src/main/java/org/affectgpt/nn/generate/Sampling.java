package org.affectgpt.nn.generate;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.CounterRng;

/**
 * How the next token is chosen.
 *
 * @param greedy take the best token instead of drawing one
 * @param repetitionPenalty 1 for none
 * @param topK 0 for all tokens
 * @param topP 1 for all tokens
 * @param minP 0 for all tokens
 */
public record Sampling(
    boolean greedy,
    double repetitionPenalty,
    double temperature,
    int topK,
    double topP,
    double minP) {

  /** The best token at every step. */
  public static Sampling best() {
    return new Sampling(true, 1, 1, 0, 1, 0);
  }

  /** Temperature and nucleus only. */
  public static Sampling of(double temperature, double topP) {
    return new Sampling(false, 1, temperature, 0, topP, 0);
  }

  /**
   * The processors that are in effect, in transformers' order: repetition penalty, temperature,
   * top-k, top-p, min-p. Greedy choice keeps the penalty only.
   */
  public List<LogitsProcessor> processors() {
    List<LogitsProcessor> all = new ArrayList<>();
    if (repetitionPenalty != 1) {
      all.add(new RepetitionPenalty((float) repetitionPenalty));
    }
    if (greedy) {
      return all;
    }
    if (temperature != 1) {
      all.add(new Temperature((float) temperature));
    }
    if (topK > 0) {
      all.add(new TopK(topK));
    }
    if (topP < 1) {
      all.add(new TopP((float) topP));
    }
    if (minP > 0) {
      all.add(new MinP((float) minP));
    }
    return all;
  }

  /** Chooses a token from scores {@code [vocab]}, which are changed. */
  int choose(
      List<LogitsProcessor> processors, int[] history, int length, float[] scores, CounterRng rng) {
    for (LogitsProcessor p : processors) {
      p.apply(history, length, scores);
    }
    return greedy
        ? Probabilities.argMax(scores)
        : Probabilities.draw(Probabilities.softmax(scores), rng);
  }
}
