package org.affectgpt.tools.verify;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.Clamp.clamp;
import static org.affectgpt.tensor.ops.elementwise.Exp.exp;
import static org.affectgpt.tensor.ops.elementwise.Minimum.minimum;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Neg.neg;
import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.elementwise.Sub.sub;
import static org.affectgpt.tensor.ops.rows.Mean.mean;
import static org.affectgpt.tensor.ops.rows.Sum.sum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.Tensor;

/**
 * Groups of completions of an {@code affectgpt} folder, as the fork's compute_response_logprobs and
 * compute_grpo_loss see them: prompts padded on the right between prompt and completion, the mean
 * log-probability of a completion, one ratio a completion, KL as a mean difference.
 */
record AffectGptGroups(
    GoldenFolder folder,
    GoldenComparison comparison,
    AffectGptModel model,
    JsonNode meta,
    AffectGptFeatures features) {
  private static final String PREFIX = "grpo.";
  private static final float CLIP = 0.2f;
  private static final float KL_WEIGHT = 0.02f;
  private static final double EPS = 1e-6;

  void check() {
    if (!comparison.expects(PREFIX + "token_logprobs")) {
      return;
    }
    model.eval();
    int[] shape = folder.inputs().entry(PREFIX + "response_token_ids").intShape();
    int[] mask = mask(shape);
    comparison.ints(PREFIX + "response_mask", shape, mask);
    Tensor tokens = score(shape, mask);
    comparison.tensor(PREFIX + "token_logprobs", tokens);
    if (comparison.expects(PREFIX + "loss")) {
      loss(completionMean(tokens, shape, mask), shape, mask);
    }
  }

  private void loss(Tensor policy, int[] shape, int[] mask) {
    comparison.tensor(PREFIX + "seq_logprobs", policy);
    comparison.tensor(PREFIX + "actor_seq_logprobs", policy);
    Tensor advantages = advantages(shape);
    comparison.tensor(PREFIX + "advantages", advantages);
    Tensor old =
        completionMean(folder.input(PREFIX + "old_token_logprobs", model.backend()), shape, mask);
    Tensor reference =
        completionMean(folder.input(PREFIX + "ref_token_logprobs", model.backend()), shape, mask);
    Tensor ratios = exp(sub(policy, old));
    comparison.tensor(PREFIX + "ratios", ratios);
    Tensor clipped = clamp(ratios, 1 - CLIP, 1 + CLIP);
    Tensor gain = minimum(mul(ratios, advantages), mul(clipped, advantages));
    Tensor lost = neg(mean(gain));
    Tensor divergence = mean(sub(policy, reference));
    Tensor loss = add(lost, scale(divergence, KL_WEIGHT));
    Tolerance sum = Tolerance.each(2e-5, 2e-5, "a mean that cancels");
    comparison.values(PREFIX + "policy_loss", new int[0], lost.toFloats(), sum);
    comparison.values(PREFIX + "kl_loss", new int[0], divergence.toFloats(), sum);
    comparison.values(PREFIX + "loss", new int[0], loss.toFloats(), sum);
    model.parameters().values().forEach(p -> p.value().clearGrad());
    loss.backward();
    comparison.gradients(PREFIX + "grad.", model.parameters());
  }

  /** 1 up to the first end token, which pads too. */
  private int[] mask(int[] shape) {
    int[] ids = folder.inputs().entry(PREFIX + "response_token_ids").toInts();
    int[] mask = new int[ids.length];
    for (int row = 0; row < ids.length; row += shape[2]) {
      for (int t = row; t < row + shape[2] && ids[t] != model.tokenizer().eos(); t++) {
        mask[t] = 1;
      }
    }
    return mask;
  }

  /** The mean over a completion's tokens {@code [prompts, group]}. */
  private Tensor completionMean(Tensor tokens, int[] shape, int[] mask) {
    float[] weights = Norms.floats(mask);
    for (int row = 0; row < weights.length; row += shape[2]) {
      float n = Arrays.stream(mask, row, row + shape[2]).sum();
      for (int t = row; t < row + shape[2]; t++) {
        weights[t] /= n;
      }
    }
    return sum(mul(tokens, Tensor.of(model.backend(), weights, shape)), 2, false);
  }

  private Tensor advantages(int[] shape) {
    float[] rewards = folder.inputs().entry(PREFIX + "rewards").toFloats();
    int group = shape[1];
    float[] out = new float[rewards.length];
    for (int from = 0; from < rewards.length; from += group) {
      double mean = 0;
      double variance = 0;
      for (int i = from; i < from + group; i++) {
        mean += rewards[i] / group;
      }
      for (int i = from; i < from + group; i++) {
        variance += (rewards[i] - mean) * (rewards[i] - mean) / group;
      }
      for (int i = from; i < from + group; i++) {
        out[i] = (float) ((rewards[i] - mean) / (Math.sqrt(variance) + EPS));
      }
    }
    return Tensor.of(model.backend(), out, shape[0], group);
  }

  /** Log-probabilities of all completion tokens {@code [prompts, group, length]}. */
  private Tensor score(int[] shape, int[] mask) {
    int[][] prompts = folder.rows(PREFIX + "prompt_input_ids");
    int[] responses = folder.inputs().entry(PREFIX + "response_token_ids").toInts();
    int start = prompts[0].length;
    int time = start + shape[2];
    int rows = shape[0] * shape[1];
    List<PromptInput> inputs = new ArrayList<>();
    List<int[]> sequences = new ArrayList<>();
    int[][] seen = new int[rows][time];
    int[][] positions = new int[rows][time];
    int[] places = new int[responses.length];
    for (int r = 0; r < rows; r++) {
      int prompt = r / shape[1];
      int[] ids = Arrays.copyOf(prompts[prompt], time);
      System.arraycopy(responses, r * shape[2], ids, start, shape[2]);
      for (int t = 0; t < time; t++) {
        positions[r][t] = t;
        seen[r][t] =
            t < start
                ? (ids[t] == model.tokenizer().eos() ? 0 : 1)
                : mask[r * shape[2] + t - start];
      }
      for (int t = 0; t < shape[2]; t++) {
        places[r * shape[2] + t] = r * time + start + t - 1;
      }
      sequences.add(ids);
      inputs.add(input(prompt));
    }
    DecoderContext context = DecoderContext.causal(model.backend(), seen, positions);
    Tensor hidden = model.decoder().model().forward(model.embed(inputs, sequences), context);
    return model.decoder().logProbs(hidden, places, responses).reshape(shape);
  }

  private PromptInput input(int sample) {
    List<ClipFeatures> clips = features.of(0, 1);
    return new PromptInput(
        PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
        meta.path("ann").path(sample).path("subtitle").asText(),
        Question.OV_LABEL,
        clips.get(sample));
  }
}
