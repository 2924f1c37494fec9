package org.affectgpt.nn.generate;

/**
 * Makes tokens of the text so far less likely (Keskar et al. 2019): positive scores are divided by
 * the penalty, negative ones multiplied, once a token.
 */
public record RepetitionPenalty(float penalty) implements LogitsProcessor {
  @Override
  public void apply(int[] history, int length, float[] scores) {
    boolean[] seen = new boolean[scores.length];
    for (int i = 0; i < length; i++) {
      int id = history[i];
      if (!seen[id]) {
        seen[id] = true;
        scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
      }
    }
  }
}
