package org.affectgpt.io.gguf;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.DecoderFamily;

/** The tensors of a decoder: llama.cpp's names beside Hugging Face's. */
final class GgufNames {
  static final String ROPE_DIVISORS = "rope_freqs.weight";
  static final String ROPE_LONG = "rope_factors_long.weight";
  static final String ROPE_SHORT = "rope_factors_short.weight";

  /** Tensors that are no weights: divisors of rotary frequencies. */
  static final List<String> ROPE = List.of(ROPE_DIVISORS, ROPE_LONG, ROPE_SHORT);

  /**
   * One tensor.
   *
   * @param gguf its name in the file
   * @param huggingFace its name in the module
   * @param interleavedHeads number of heads whose rows llama.cpp has interleaved, or 0
   */
  record Name(String gguf, String huggingFace, long[] shape, int interleavedHeads) {}

  private final List<Name> names = new ArrayList<>();

  private GgufNames() {}

  /** All tensors that a decoder has, with the shapes they must have. */
  static List<Name> of(DecoderConfig c) {
    GgufNames all = new GgufNames();
    all.add("token_embd.weight", "model.embed_tokens.weight", c.vocabSize(), c.hiddenSize());
    for (int i = 0; i < c.layers(); i++) {
      all.layer(c, "blk." + i + ".", "model.layers." + i + ".");
    }
    all.add("output_norm.weight", "model.norm.weight", c.hiddenSize());
    if (!c.tied()) {
      all.add("output.weight", "lm_head.weight", c.vocabSize(), c.hiddenSize());
    }
    return all.names;
  }

  private void layer(DecoderConfig c, String from, String to) {
    long hidden = c.hiddenSize();
    long width = (long) c.heads() * c.headDim();
    long kvWidth = (long) c.kvHeads() * c.headDim();
    boolean interleaved = c.family() == DecoderFamily.LLAMA;
    add(from + "attn_norm.weight", to + "input_layernorm.weight", hidden);
    String attention = to + "self_attn.";
    boolean bias = c.attention().qkvBias();
    int qHeads = interleaved ? c.heads() : 0;
    int kHeads = interleaved ? c.kvHeads() : 0;
    projection(from + "attn_q", attention + "q_proj", width, hidden, bias, qHeads);
    projection(from + "attn_k", attention + "k_proj", kvWidth, hidden, bias, kHeads);
    projection(from + "attn_v", attention + "v_proj", kvWidth, hidden, bias, 0);
    projection(
        from + "attn_output", attention + "o_proj", hidden, width, c.attention().outputBias(), 0);
    if (c.family().normsHeads()) {
      add(from + "attn_q_norm.weight", attention + "q_norm.weight", c.headDim());
      add(from + "attn_k_norm.weight", attention + "k_norm.weight", c.headDim());
    }
    long inner = c.intermediateSize();
    add(from + "ffn_norm.weight", to + "post_attention_layernorm.weight", hidden);
    boolean mlpBias = c.mlp().bias();
    projection(from + "ffn_gate", to + "mlp.gate_proj", inner, hidden, mlpBias, 0);
    projection(from + "ffn_up", to + "mlp.up_proj", inner, hidden, mlpBias, 0);
    projection(from + "ffn_down", to + "mlp.down_proj", hidden, inner, mlpBias, 0);
  }

  private void projection(
      String from, String to, long rows, long columns, boolean bias, int interleavedHeads) {
    names.add(
        new Name(from + ".weight", to + ".weight", new long[] {rows, columns}, interleavedHeads));
    if (bias) {
      names.add(new Name(from + ".bias", to + ".bias", new long[] {rows}, interleavedHeads));
    }
  }

  private void add(String from, String to, long... shape) {
    names.add(new Name(from, to, shape, 0));
  }
}
