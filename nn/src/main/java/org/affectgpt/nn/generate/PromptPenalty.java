package org.affectgpt.nn.generate;

import java.util.Arrays;

/**
 * Makes tokens of the prompt likelier, a penalty on what it does not say ({@code
 * encoder_repetition_penalty}): the {@link RepetitionPenalty} of the inverse, on the prompt alone.
 *
 * @param prompt length of the prompt
 */
public record PromptPenalty(double penalty, int prompt) implements LogitsProcessor {
  @Override
  public void apply(int[] history, int length, float[] scores) {
    new RepetitionPenalty((float) (1 / penalty))
        .apply(Arrays.copyOf(history, prompt), prompt, scores);
  }
}
