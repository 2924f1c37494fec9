package org.affectgpt.nn.generate;

/**
 * Takes scores that are no numbers as 0 and infinite ones as the largest ({@code
 * remove_invalid_values}).
 */
public record FiniteScores() implements LogitsProcessor {
  @Override
  public void apply(int[] history, int length, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          Float.isNaN(scores[i]) ? 0 : Math.clamp(scores[i], -Float.MAX_VALUE, Float.MAX_VALUE);
    }
  }
}
