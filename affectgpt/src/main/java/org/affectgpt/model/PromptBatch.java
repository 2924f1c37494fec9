package org.affectgpt.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.Tensor;

/**
 * Questions as one batch of prompts, padded on the left so that every answer begins at the same
 * place.
 *
 * @param sequences {@code [batch][time]}
 * @param mask {@code [batch][time]}, 0 for padding
 */
public record PromptBatch(List<PromptInput> inputs, List<int[]> sequences, int[][] mask) {

  /**
   * @param bos whether a prompt begins with bos: yes in training and GRPO, no in the original's
   *     inference
   */
  public static PromptBatch of(PromptTokenizer tokenizer, List<PromptInput> inputs, boolean bos) {
    List<int[]> prompts = new ArrayList<>();
    int time = 0;
    for (PromptInput input : inputs) {
      int[] ids = tokenizer.prompt(input);
      prompts.add(ids);
      time = Math.max(time, ids.length + (bos ? 1 : 0));
    }
    List<int[]> sequences = new ArrayList<>();
    int[][] mask = new int[inputs.size()][time];
    for (int i = 0; i < inputs.size(); i++) {
      int[] prompt = prompts.get(i);
      int[] ids = new int[time];
      Arrays.fill(ids, tokenizer.eos());
      int start = time - prompt.length;
      System.arraycopy(prompt, 0, ids, start, prompt.length);
      if (bos) {
        ids[--start] = tokenizer.bos();
      }
      Arrays.fill(mask[i], start, time, 1);
      sequences.add(ids);
    }
    return new PromptBatch(List.copyOf(inputs), sequences, mask);
  }

  /** Embedded prompts {@code [batch, time, hidden]}. */
  public Tensor embed(AffectGptModel model) {
    return model.embed(inputs, sequences);
  }
}
