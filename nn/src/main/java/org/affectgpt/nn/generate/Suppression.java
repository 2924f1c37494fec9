package org.affectgpt.nn.generate;

import java.util.Collection;
import java.util.List;

/**
 * Forbids tokens ({@code suppress_tokens}, {@code begin_suppress_tokens}).
 *
 * @param at the length of the text at which it does; -1 for every length
 */
public record Suppression(List<Integer> ids, int at) implements LogitsProcessor {
  public Suppression {
    ids = List.copyOf(ids);
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    if (at < 0 || at == length) {
      forbid(ids, scores);
    }
  }

  /** Forbids those tokens that there are. */
  static void forbid(Collection<Integer> ids, float[] scores) {
    for (int id : ids) {
      if (id >= 0 && id < scores.length) {
        scores[id] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
