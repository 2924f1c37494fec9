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
 * @param cutoffs rarer limits
 * @param rules what the text may be; they hold for the best token too
 */
public record Sampling(
    boolean greedy,
    double repetitionPenalty,
    double temperature,
    int topK,
    double topP,
    double minP,
    Cutoffs cutoffs,
    TextRules rules) {

  /** Without the rarer limits and without rules. */
  public Sampling(
      boolean greedy,
      double repetitionPenalty,
      double temperature,
      int topK,
      double topP,
      double minP) {
    this(
        greedy, repetitionPenalty, temperature, topK, topP, minP, Cutoffs.none(), TextRules.none());
  }

  /** The best token at every step. */
  public static Sampling best() {
    return new Sampling(true, 1, 1, 0, 1, 0);
  }

  /** Temperature and nucleus only. */
  public static Sampling of(double temperature, double topP) {
    return new Sampling(false, 1, temperature, 0, topP, 0);
  }

  /** The same with other rules. */
  public Sampling with(TextRules others) {
    return new Sampling(greedy, repetitionPenalty, temperature, topK, topP, minP, cutoffs, others);
  }

  /** The processors that are in effect for a text without a prompt and without an end. */
  public List<LogitsProcessor> processors() {
    return processors(0, StopRule.of(Integer.MAX_VALUE));
  }

  /**
   * The processors that are in effect, in transformers' order: bias, penalties, bans, ends,
   * suppression; and where tokens are drawn temperature, top-h, top-k, top-p, min-p, typical,
   * epsilon, eta.
   *
   * @param prompt length of the prompt
   * @param stop when the text ends
   */
  public List<LogitsProcessor> processors(int prompt, StopRule stop) {
    List<LogitsProcessor> all = new ArrayList<>(rules.first(prompt));
    if (repetitionPenalty != 1) {
      all.add(new RepetitionPenalty((float) repetitionPenalty));
    }
    all.addAll(rules.second(prompt, stop));
    if (greedy) {
      return all;
    }
    if (temperature != 1) {
      all.add(new Temperature((float) temperature));
    }
    if (cutoffs.topH() > 0) {
      all.add(new TopH(cutoffs.topH()));
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
    all.addAll(cutoffs.last());
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
