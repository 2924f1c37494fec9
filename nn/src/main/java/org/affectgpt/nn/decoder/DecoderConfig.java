package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * A decoder as {@code config.json} describes it.
 *
 * @param tied whether the language-model head is the embedding table
 * @param initializerRange deviation of fresh weights
 */
public record DecoderConfig(
    DecoderFamily family,
    Size size,
    Heads attention,
    Rope rope,
    double rmsNormEps,
    boolean tied,
    double initializerRange) {

  /**
   * @param vocabulary rows of the embedding table
   * @param hidden width of the residual stream
   * @param intermediate width of the feed-forward layers
   */
  public record Size(int vocabulary, int hidden, int intermediate, int layers) {}

  /**
   * The heads of attention.
   *
   * @param keyValue heads of keys and values; each serves {@code query / keyValue} query heads
   * @param dim width of one head
   * @param qkvBias biases on the query, key and value projections
   * @param outputBias bias on the output projection
   */
  public record Heads(int query, int keyValue, int dim, boolean qkvBias, boolean outputBias) {}

  /**
   * Rotary positions.
   *
   * @param theta base of the frequencies
   * @param scaling how the frequencies are stretched
   * @param maxPositions longest text that the model is meant for, in tokens
   */
  public record Rope(double theta, RopeScaling scaling, int maxPositions) {}

  /** A Qwen2-style decoder with the usual constants. */
  public static DecoderConfig of(
      int vocabulary, int hidden, int intermediate, int layers, int heads, int kvHeads) {
    return new DecoderConfig(
        DecoderFamily.QWEN2,
        new Size(vocabulary, hidden, intermediate, layers),
        new Heads(heads, kvHeads, hidden / heads, true, false),
        new Rope(1e6, new RopeScaling.None(), 32768),
        1e-6,
        false,
        0.02);
  }

  /** The same decoder with a tied or a separate head. */
  public DecoderConfig withTied(boolean value) {
    return new DecoderConfig(family, size, attention, rope, rmsNormEps, value, initializerRange);
  }

  public String modelType() {
    return family.modelType();
  }

  public int vocabSize() {
    return size.vocabulary();
  }

  public int hiddenSize() {
    return size.hidden();
  }

  public int intermediateSize() {
    return size.intermediate();
  }

  public int layers() {
    return size.layers();
  }

  public int heads() {
    return attention.query();
  }

  public int kvHeads() {
    return attention.keyValue();
  }

  public int headDim() {
    return attention.dim();
  }

  public int maxPositions() {
    return rope.maxPositions();
  }

  /** Reads {@code config.json}; {@code source} names the file in errors. */
  public static DecoderConfig fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    String type = c.text("model_type", DecoderFamily.QWEN2.modelType());
    DecoderFamily family =
        DecoderFamily.of(type)
            .orElseThrow(
                () ->
                    new InputException(
                        c.where("model_type") + " is " + type + "; " + DecoderFamily.supported()));
    refuse(c, "use_sliding_window", "sliding windows");
    refuse(c, "mlp_bias", "biases in the feed-forward layers");
    if (!c.text("hidden_act", "silu").equals("silu")) {
      throw new InputException(c.where("hidden_act") + " must be silu");
    }
    Size size =
        new Size(
            c.positive("vocab_size", family.vocabSize()),
            c.positive("hidden_size", 4096),
            c.positive("intermediate_size", family.intermediateSize()),
            c.positive("num_hidden_layers", 32));
    return new DecoderConfig(
        family,
        size,
        heads(c, family, size.hidden()),
        rope(c, family),
        c.number("rms_norm_eps", 1e-6),
        c.bool("tie_word_embeddings", false),
        c.number("initializer_range", 0.02));
  }

  private static void refuse(JsonConfig c, String key, String what) {
    if (c.bool(key, false)) {
      throw new InputException(c.where(key) + ": " + what + " are not supported");
    }
  }

  private static Heads heads(JsonConfig c, DecoderFamily family, int hidden) {
    int heads = c.positive("num_attention_heads", 32);
    int kvHeads = c.positive("num_key_value_heads", family == DecoderFamily.LLAMA ? heads : 32);
    boolean divided = family != DecoderFamily.QWEN3 && !c.has("head_dim");
    if (divided) {
      c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    }
    c.requireMultiple("num_attention_heads", heads, "num_key_value_heads", kvHeads);
    int dim = divided ? hidden / heads : c.positive("head_dim", 128);
    if (dim % 2 != 0) {
      throw new InputException(c.where("head_dim") + " must be even but is " + dim);
    }
    if (family == DecoderFamily.QWEN2) {
      return new Heads(heads, kvHeads, dim, true, false);
    }
    boolean bias = c.bool("attention_bias", false);
    return new Heads(heads, kvHeads, dim, bias, bias);
  }

  private static Rope rope(JsonConfig c, DecoderFamily family) {
    JsonConfig rope = c.nested(c.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    double theta = rope.number("rope_theta", c.number("rope_theta", 10000));
    if (!(theta > 0)) {
      throw new InputException(c.where("rope_theta") + " must be positive but is " + theta);
    }
    int maxPositions = c.positive("max_position_embeddings", family.maxPositions());
    return new Rope(theta, RopeScaling.of(rope, maxPositions), maxPositions);
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add(family.architecture());
    o.put("model_type", family.modelType());
    o.put("vocab_size", size.vocabulary());
    o.put("hidden_size", size.hidden());
    o.put("intermediate_size", size.intermediate());
    o.put("num_hidden_layers", size.layers());
    o.put("num_attention_heads", attention.query());
    o.put("num_key_value_heads", attention.keyValue());
    o.put("head_dim", attention.dim());
    o.put("hidden_act", "silu");
    o.put("max_position_embeddings", rope.maxPositions());
    o.put("rope_theta", rope.theta());
    o.put("rms_norm_eps", rmsNormEps);
    o.put("tie_word_embeddings", tied);
    o.put("initializer_range", initializerRange);
    if (family != DecoderFamily.QWEN2) {
      o.put("attention_bias", attention.qkvBias());
    }
    rope.scaling().write(o);
    return o;
  }
}
