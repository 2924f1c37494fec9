package org.affectgpt.tools.verify;

import java.util.Arrays;
import java.util.List;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * A decoder folder, its head tied or not: hidden states, logits, loss, gradients, logits from
 * embeddings with and without left padding, greedy ids.
 */
final class DecoderKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    for (Module.Loading mode : Module.Loading.values()) {
      CausalLm lm = new ModelParts(backend, mode).decoder(folder.path());
      Tensor loss = batch(folder, lm, comparison);
      if (mode == Module.Loading.COPY) {
        loss.backward();
        comparison.gradients("grad.", lm.parameters());
      } else {
        NoGrad.run(() -> fromEmbeddings(folder, lm, comparison));
        greedy("greedy", folder, lm, comparison);
      }
    }
  }

  private static Tensor batch(GoldenFolder folder, CausalLm lm, GoldenComparison comparison) {
    Backend backend = lm.model().backend();
    int[][] ids = folder.rows("input_ids");
    int[][] plain = new int[ids.length][ids[0].length];
    Arrays.stream(plain).forEach(p -> Arrays.setAll(p, i -> i));
    DecoderContext context = DecoderContext.causal(backend, folder.rows("attention_mask"), plain);
    List<Tensor> states = lm.model().hiddenStates(embed(lm, ids), context);
    comparison.states(states);
    Tensor hidden = states.getLast();
    comparison.tensor("logits", lm.logits(hidden));
    Tensor loss = lm.loss(hidden, folder.rows("labels"));
    comparison.tensor("loss", loss);
    return loss;
  }

  private static void fromEmbeddings(
      GoldenFolder folder, CausalLm lm, GoldenComparison comparison) {
    Backend backend = lm.model().backend();
    Tensor embeds = folder.input("inputs_embeds", backend);
    DecoderContext plain = DecoderContext.causal(backend, embeds.dim(0), embeds.dim(1));
    comparison.tensor("logits_from_embeds", lm.logits(lm.model().forward(embeds, plain)));
    if (!comparison.expects("logits_left_padded")) {
      return;
    }
    int[][] mask = folder.rows("left_mask");
    DecoderContext padded = DecoderContext.causal(backend, mask, DecoderContext.positionsOf(mask));
    Tensor logits = lm.logits(lm.model().forward(embeds, padded));
    float[] actual = logits.toFloats();
    // the reference attends to everything at padding, which means nothing: real tokens count
    float[] wanted = comparison.expected("logits_left_padded").toFloats();
    int[] flat = Arrays.stream(mask).flatMapToInt(Arrays::stream).toArray();
    int vocab = lm.config().vocabSize();
    for (int row = 0; row < flat.length && wanted.length == actual.length; row++) {
      if (flat[row] == 0) {
        System.arraycopy(wanted, row * vocab, actual, row * vocab, vocab);
      }
    }
    comparison.values("logits_left_padded", logits.shape().dims(), actual);
  }

  /** The embeddings of token ids, {@code [batch, time, hidden]}. */
  static Tensor embed(CausalLm lm, int[][] ids) {
    int[] flat = Arrays.stream(ids).flatMapToInt(Arrays::stream).toArray();
    return lm.model().embed(Tensor.ofInts(lm.model().backend(), flat, ids.length, ids[0].length));
  }

  /**
   * Generates greedily, with a key-value cache, what {@code name} expects. Its prompt is as much of
   * the first input row as it begins with: greedy decoding goes on alike from wherever it starts.
   */
  static void greedy(String name, GoldenFolder folder, CausalLm lm, GoldenComparison comparison) {
    if (!comparison.expects(name)) {
      return;
    }
    int[] wanted = GoldenFolder.rows(comparison.expected(name))[0];
    int common = Arrays.mismatch(wanted, folder.rows("input_ids")[0]);
    int length = Math.clamp(common < 0 ? wanted.length : common, 1, wanted.length - 1);
    int[] prompt = Arrays.copyOf(wanted, length);
    int[] ones = new int[length];
    Arrays.fill(ones, 1);
    int fresh = wanted.length - length;
    Tensor embeds = embed(lm, new int[][] {prompt}).detach();
    Generator generator = new Generator(Sampling.best(), StopRule.of(fresh, -1), 0);
    int[] text =
        generator
            .generate(new BatchDecoding(lm, embeds, new int[][] {ones}, fresh), new CounterRng(0))
            .getFirst()
            .ids();
    int[] all = Arrays.copyOf(prompt, length + text.length);
    System.arraycopy(text, 0, all, length, text.length);
    comparison.ints(name, new int[] {1, all.length}, all);
  }
}
