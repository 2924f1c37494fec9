package org.affectgpt.nn.generate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;

/**
 * Adds a bias to the last token of a sequence whenever the text ends with the tokens before it;
 * negative infinity forbids the sequence ({@code SequenceBiasLogitsProcessor} of transformers).
 *
 * @param biases by sequence, none of which is empty
 */
public record SequenceBias(Map<List<Integer>, Double> biases) implements LogitsProcessor {
  public SequenceBias {
    biases = Map.copyOf(biases);
  }

  /** Forbids sequences, but never a single token that ends the text ({@code bad_words_ids}). */
  static SequenceBias forbidding(List<List<Integer>> sequences, Collection<Integer> eosIds) {
    Map<List<Integer>, Double> all = new LinkedHashMap<>();
    for (List<Integer> s : sequences) {
      if (s.size() != 1 || !eosIds.contains(s.getFirst())) {
        all.put(s, Double.NEGATIVE_INFINITY);
      }
    }
    return new SequenceBias(all);
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    biases.forEach(
        (sequence, bias) -> {
          int token = sequence.getLast();
          if (token >= scores.length) {
            throw new InputException(
                "generation_config.json: sequence_bias or bad_words_ids names token "
                    + token
                    + " of a vocabulary of "
                    + scores.length);
          }
          if (endsWith(history, length, sequence)) {
            scores[token] += bias.floatValue();
          }
        });
  }

  private static boolean endsWith(int[] history, int length, List<Integer> sequence) {
    int before = sequence.size() - 1;
    if (before > length) {
      return false;
    }
    for (int i = 0; i < before; i++) {
      if (history[length - before + i] != sequence.get(i)) {
        return false;
      }
    }
    return true;
  }
}
