package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.layer.Activation;
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
    Mlp mlp,
    double rmsNormEps,
    boolean tied,
    double initializerRange) {
  private static final int MOST_LAYERS = 10_000;
  private static final String QUANTISED = "quantization_config";

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
   * @param sliding layers whose attention slides
   */
  public record Heads(
      int query, int keyValue, int dim, boolean qkvBias, boolean outputBias, Sliding sliding) {
    /** No layer slides. */
    public Heads(int query, int keyValue, int dim, boolean qkvBias, boolean outputBias) {
      this(query, keyValue, dim, qkvBias, outputBias, Sliding.none());
    }

    Heads with(Sliding layers) {
      return new Heads(query, keyValue, dim, qkvBias, outputBias, layers);
    }
  }

  /**
   * The feed-forward layers.
   *
   * @param activation of the gate
   * @param bias whether the three projections have biases
   */
  public record Mlp(Activation activation, boolean bias) {
    /** Silu without biases, as nearly all models have it. */
    public static Mlp usual() {
      return new Mlp(Activation.SILU, false);
    }
  }

  /**
   * Rotary positions.
   *
   * @param theta base of the frequencies
   * @param scaling how the frequencies are stretched
   * @param maxPositions longest text that the model is meant for, in tokens
   */
  public record Rope(double theta, RopeScaling scaling, int maxPositions) {}

  /** With the usual feed-forward layers. */
  public DecoderConfig(
      DecoderFamily family,
      Size size,
      Heads attention,
      Rope rope,
      double rmsNormEps,
      boolean tied,
      double initializerRange) {
    this(family, size, attention, rope, Mlp.usual(), rmsNormEps, tied, initializerRange);
  }

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
    return new DecoderConfig(
        family, size, attention, rope, mlp, rmsNormEps, value, initializerRange);
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

  /** Tokens of the longest text. */
  public int maxPositions() {
    return rope.scaling().reach(rope.maxPositions());
  }

  /** Reads {@code config.json}; {@code source} names the file in errors. */
  public static DecoderConfig fromJson(String json, String source) {
    return read(JsonConfig.parse(json, source));
  }

  /** Reads {@code config.json}; what the user should know of it is noted there. */
  public static DecoderConfig read(JsonConfig c) {
    DecoderFamily family = family(c);
    DecoderKeys.config().check(isFloat8(c) ? c.without(List.of(QUANTISED)) : c);
    Size size =
        new Size(
            c.positive("vocab_size", family.vocabSize()),
            c.positive("hidden_size", 4096),
            c.positive("intermediate_size", family.intermediateSize()),
            c.positive("num_hidden_layers", 32));
    if (size.layers() > MOST_LAYERS) {
      throw new InputException(
          c.where("num_hidden_layers") + " is " + size.layers() + ", more than any model has");
    }
    int maxPositions = c.positive("max_position_embeddings", family.maxPositions());
    Heads heads = heads(c, family, size.hidden());
    Rope rope = RopeReader.read(c, maxPositions, heads.dim());
    int longest = rope.scaling().reach(maxPositions);
    return new DecoderConfig(
        family,
        size,
        heads.with(Sliding.read(c, family, size.layers(), longest)),
        rope,
        new Mlp(
            Activation.named(c.text("hidden_act", "silu"), c.where("hidden_act")),
            mlpBias(c, family)),
        c.nonNegative("rms_norm_eps", 1e-6),
        c.bool("tie_word_embeddings", false),
        c.number("initializer_range", 0.02));
  }

  private static DecoderFamily family(JsonConfig c) {
    if (c.has("model_type")) {
      String type = c.text("model_type", "");
      return DecoderFamily.of(type)
          .orElseThrow(
              () ->
                  new InputException(
                      c.where("model_type")
                          + " is "
                          + JsonConfig.plain(type)
                          + "; "
                          + DecoderFamily.supported()));
    }
    return c.texts("architectures").stream()
        .flatMap(name -> DecoderFamily.ofArchitecture(name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    c.where("model_type") + " is missing; " + DecoderFamily.supported()));
  }

  /** Matrices of 8-bit floats with scales beside them, which the reader of weights widens. */
  private static boolean isFloat8(JsonConfig c) {
    return c.has(QUANTISED) && c.nested(QUANTISED).text("quant_method", "").equals("fp8");
  }

  /** Only Llama has them; in the others' files the key says nothing. */
  private static boolean mlpBias(JsonConfig c, DecoderFamily family) {
    return family == DecoderFamily.LLAMA && c.bool("mlp_bias", false);
  }

  private static Heads heads(JsonConfig c, DecoderFamily family, int hidden) {
    int heads = c.positive("num_attention_heads", 32);
    int few = family.kvHeads();
    boolean equal = few == 0 || (c.names("num_key_value_heads") && !c.has("num_key_value_heads"));
    int kvHeads = c.positive("num_key_value_heads", equal ? heads : few);
    boolean divided = family != DecoderFamily.QWEN3 && !c.has("head_dim");
    if (divided) {
      c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    }
    c.requireMultiple("num_attention_heads", heads, "num_key_value_heads", kvHeads);
    int dim = divided ? hidden / heads : c.positive("head_dim", 128);
    if (dim % 2 != 0) {
      throw new InputException(c.where("head_dim") + " must be even but is " + dim);
    }
    boolean bias = family.asksForBiases() && c.bool("attention_bias", false);
    return new Heads(heads, kvHeads, dim, family.biasesHeads() || bias, bias);
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
    o.put("hidden_act", mlp.activation().id());
    o.put("max_position_embeddings", rope.maxPositions());
    o.put("rope_theta", rope.theta());
    o.put("rms_norm_eps", rmsNormEps);
    o.put("tie_word_embeddings", tied);
    o.put("initializer_range", initializerRange);
    if (family.asksForBiases()) {
      o.put("attention_bias", attention.qkvBias());
    }
    if (family == DecoderFamily.LLAMA) {
      o.put("mlp_bias", mlp.bias());
    }
    if (family == DecoderFamily.MISTRAL && attention.sliding().window() == 0) {
      o.putNull("sliding_window");
    }
    attention.sliding().write(o, size.layers());
    rope.scaling().write(o);
    return o;
  }
}
