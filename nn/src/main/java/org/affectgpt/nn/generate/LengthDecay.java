package org.affectgpt.nn.generate;

import java.util.Set;

/**
 * Makes the end likelier with every token from a length on ({@code
 * exponential_decay_length_penalty}): the score grows by {@code |score| (factor^n - 1)}.
 *
 * @param start the length, the prompt within it
 */
public record LengthDecay(int start, double factor, Set<Integer> eosIds)
    implements LogitsProcessor {
  public LengthDecay {
    eosIds = Set.copyOf(eosIds);
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    if (length <= start) {
      return;
    }
    float growth = (float) (Math.pow(factor, length - start) - 1);
    for (int id : eosIds) {
      if (id >= 0 && id < scores.length && scores[id] != Float.NEGATIVE_INFINITY) {
        scores[id] += Math.abs(scores[id]) * growth;
      }
    }
  }
}
