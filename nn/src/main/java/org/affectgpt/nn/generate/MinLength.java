package org.affectgpt.nn.generate;

import java.util.Set;

/**
 * Forbids the end of a text that is too short ({@code min_length}, {@code min_new_tokens}).
 *
 * @param length tokens from which on it may end, the prompt among them
 */
public record MinLength(int length, Set<Integer> eosIds) implements LogitsProcessor {
  public MinLength {
    eosIds = Set.copyOf(eosIds);
  }

  @Override
  public void apply(int[] history, int now, float[] scores) {
    if (now < length) {
      Suppression.forbid(eosIds, scores);
    }
  }
}
