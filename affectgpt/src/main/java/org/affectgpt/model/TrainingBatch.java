package org.affectgpt.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.Tensor;

/**
 * Questions with their answers as one batch of token sequences: {@code [bos] prompt target [eos]},
 * padded on the right with eos; only target and eos are labels (the original's {@code
 * base_dataset.py:collater}).
 *
 * @param sequences {@code [batch][time]}
 * @param labels {@code [batch][time]}
 */
public record TrainingBatch(
    List<PromptInput> inputs, List<int[]> sequences, int[][] labels, int[][] mask) {

  /** A question and the answer to learn. */
  public record Example(PromptInput input, String answer) {}

  /** Tokenises and pads. */
  public static TrainingBatch of(PromptTokenizer tokenizer, List<Example> examples) {
    List<int[]> prompts = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    int time = 0;
    for (Example e : examples) {
      int[] prompt = tokenizer.prompt(e.input());
      int[] target = tokenizer.target(e.answer());
      prompts.add(prompt);
      targets.add(target);
      time = Math.max(time, prompt.length + target.length + 2);
    }
    List<int[]> sequences = new ArrayList<>();
    int[][] labels = new int[examples.size()][time];
    int[][] mask = new int[examples.size()][time];
    for (int i = 0; i < examples.size(); i++) {
      int[] prompt = prompts.get(i);
      int[] target = targets.get(i);
      int[] ids = new int[time];
      Arrays.fill(ids, tokenizer.eos());
      Arrays.fill(labels[i], CausalLm.IGNORE);
      ids[0] = tokenizer.bos();
      System.arraycopy(prompt, 0, ids, 1, prompt.length);
      System.arraycopy(target, 0, ids, 1 + prompt.length, target.length);
      System.arraycopy(target, 0, labels[i], 1 + prompt.length, target.length);
      labels[i][1 + prompt.length + target.length] = tokenizer.eos();
      for (int t = 0; t < time; t++) {
        mask[i][t] = ids[t] == tokenizer.eos() ? 0 : 1;
      }
      sequences.add(ids);
    }
    return new TrainingBatch(
        examples.stream().map(Example::input).toList(), sequences, labels, mask);
  }

  /** The loss of the batch: mean cross-entropy over all labels. */
  public Tensor loss(AffectGptModel model) {
    Tensor embeds = model.embed(inputs, sequences);
    int[][] positions = new int[sequences.size()][embeds.dim(1)];
    for (int[] p : positions) {
      Arrays.setAll(p, i -> i);
    }
    DecoderContext context = DecoderContext.causal(model.backend(), mask, positions);
    return model.decoder().loss(model.decoder().model().forward(embeds, context), labels);
  }
}
