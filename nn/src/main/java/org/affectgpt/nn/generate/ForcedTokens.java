package org.affectgpt.nn.generate;

import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * Allows some tokens only, equally likely, at one length of the text ({@code forced_bos_token_id},
 * {@code forced_eos_token_id}).
 *
 * @param at the length
 */
public record ForcedTokens(List<Integer> ids, int at) implements LogitsProcessor {
  public ForcedTokens {
    ids = List.copyOf(ids);
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    if (length == at) {
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
      for (int id : ids) {
        if (id < 0 || id >= scores.length) {
          throw new InputException(
              "generation_config.json: forced_bos_token_id or forced_eos_token_id is "
                  + id
                  + " of a vocabulary of "
                  + scores.length);
        }
        scores[id] = 0;
      }
    }
  }
}
