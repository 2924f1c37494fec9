package org.affectgpt.grpo;

import java.util.List;

/**
 * How the losses of single tokens become one number: the weight of a token.
 *
 * <ul>
 *   <li>{@code SEQUENCE}: mean over the tokens of a completion, then over completions (GRPO)
 *   <li>{@code TOKEN}: mean over all tokens of the batch (DAPO, Yu et al. 2025); long completions
 *       count for more
 *   <li>{@code CONSTANT}: sum over tokens, divided by completions times the length limit (Dr. GRPO)
 * </ul>
 */
public enum Aggregation {
  SEQUENCE,
  TOKEN,
  CONSTANT;

  /**
   * Weights {@code [completions, length]}, 0 behind the end of a completion.
   *
   * @param part the completions in hand, perhaps a part of the batch
   * @param batchCompletions completions of the whole batch
   * @param batchTokens completion tokens of the whole batch
   * @param limit the length limit of a completion
   */
  public float[] weights(
      List<Completion> part, int length, int batchCompletions, long batchTokens, int limit) {
    float[] w = new float[part.size() * length];
    for (int i = 0; i < part.size(); i++) {
      int n = part.get(i).tokens().length;
      double weight =
          switch (this) {
            case SEQUENCE -> 1.0 / ((double) n * batchCompletions);
            case TOKEN -> 1.0 / batchTokens;
            case CONSTANT -> 1.0 / ((double) limit * batchCompletions);
          };
      for (int t = 0; t < n; t++) {
        w[i * length + t] = (float) weight;
      }
    }
    return w;
  }
}
