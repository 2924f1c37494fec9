package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.grpo.Completion;
import org.affectgpt.grpo.Rollout;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.PromptBatch;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.train.AffectGptPolicy;
import org.affectgpt.train.GrpoPrompt;

/**
 * One group of completions of an {@code affectgpt} folder as our own GRPO scores it, its prompt
 * computed once. It is that of the longer prompt: the original pads the other one between prompt
 * and completion.
 */
record AffectGptRollout(
    GoldenFolder folder,
    GoldenComparison comparison,
    AffectGptModel model,
    JsonNode meta,
    AffectGptFeatures features) {
  private static final int LONGER = 1;
  private static final String PREFIX = "grpo.";
  private static final Tolerance RULE = Tolerance.each(3e-4, 0, "logarithms of small numbers");

  void check() {
    String name = PREFIX + "token_logprobs";
    if (!comparison.expects(name)) {
      return;
    }
    int[] shape = folder.inputs().entry(PREFIX + "response_token_ids").intShape();
    int group = shape[1];
    int[][] rows = folder.rows(PREFIX + "response_token_ids");
    float[] wanted = comparison.expected(name).toFloats();
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < group; i++) {
      completions.add(new Completion(untilEnd(rows[LONGER * group + i]), "", true));
    }
    PromptInput input = input();
    comparison.equal(
        PREFIX + "prompt." + LONGER,
        folder.rows(PREFIX + "prompt_input_ids")[LONGER],
        PromptBatch.of(model.tokenizer(), List.of(input), true).sequences().getFirst());
    Rollout<GrpoPrompt> rollout =
        new Rollout<>(List.of(new GrpoPrompt("golden", input, List.of())), group, completions);
    AffectGptPolicy policy = new AffectGptPolicy(model, null, Sampling.best(), shape[2]);
    float[] actual = NoGrad.call(() -> policy.logProbs(rollout).toFloats());
    for (int i = 0; i < group; i++) {
      int n = completions.get(i).tokens().length;
      int from = (LONGER * group + i) * shape[2];
      comparison.near(
          name + ".policy." + i,
          Arrays.copyOfRange(wanted, from, from + n),
          Arrays.copyOfRange(actual, i * rollout.length(), i * rollout.length() + n),
          RULE);
    }
  }

  private int[] untilEnd(int[] tokens) {
    int eos = model.tokenizer().eos();
    return Arrays.stream(tokens).takeWhile(t -> t != eos).toArray();
  }

  private PromptInput input() {
    return new PromptInput(
        PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
        meta.path("ann").path(LONGER).path("subtitle").asText(),
        Question.OV_LABEL,
        features.of(0, 1).get(LONGER));
  }
}
