package org.affectgpt.nn.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * When a text ends.
 *
 * @param maxNewTokens at most so many tokens
 * @param eosIds tokens that end it
 * @param sequences token sequences that end it
 */
public record StopRule(int maxNewTokens, Set<Integer> eosIds, List<int[]> sequences) {
  public StopRule {
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException("maxNewTokens must be at least 1: " + maxNewTokens);
    }
    eosIds = Set.copyOf(eosIds);
    sequences = List.copyOf(sequences);
  }

  /** Ends at one of some tokens. */
  public static StopRule of(int maxNewTokens, Integer... eosIds) {
    return new StopRule(maxNewTokens, Set.of(eosIds), List.of());
  }

  /** Whether {@code tokens[from .. to)} ends here by a token or a sequence. */
  boolean ends(int[] tokens, int from, int to) {
    if (eosIds.contains(tokens[to - 1])) {
      return true;
    }
    for (int[] s : sequences) {
      int start = to - s.length;
      if (start >= from && Arrays.equals(tokens, start, to, s, 0, s.length)) {
        return true;
      }
    }
    return false;
  }
}
