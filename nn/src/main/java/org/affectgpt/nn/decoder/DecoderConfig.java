package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * A Qwen2- or Llama-style decoder as {@code config.json} describes it.
 *
 * @param modelType {@code qwen2} or {@code llama}
 * @param headDim width of one head
 * @param ropeTheta base of the rotary frequencies
 * @param tied whether the head is the embedding table
 * @param qkvBias biases on the query, key and value projections
 * @param outputBias bias on the attention's output projection
 * @param initializerRange deviation of fresh weights
 * @param ropeScaling how the rotary frequencies are stretched
 */
public record DecoderConfig(
    String modelType,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int maxPositions,
    double ropeTheta,
    double rmsNormEps,
    boolean tied,
    boolean qkvBias,
    boolean outputBias,
    double initializerRange,
    RopeScaling ropeScaling) {

  /** A decoder whose rotary frequencies are not stretched. */
  public DecoderConfig(
      String modelType,
      int vocabSize,
      int hiddenSize,
      int intermediateSize,
      int layers,
      int heads,
      int kvHeads,
      int headDim,
      int maxPositions,
      double ropeTheta,
      double rmsNormEps,
      boolean tied,
      boolean qkvBias,
      boolean outputBias,
      double initializerRange) {
    this(
        modelType,
        vocabSize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        kvHeads,
        headDim,
        maxPositions,
        ropeTheta,
        rmsNormEps,
        tied,
        qkvBias,
        outputBias,
        initializerRange,
        new RopeScaling.None());
  }

  /** A Qwen2-style decoder with the usual constants. */
  public static DecoderConfig of(
      int vocabSize, int hiddenSize, int intermediateSize, int layers, int heads, int kvHeads) {
    return new DecoderConfig(
        "qwen2",
        vocabSize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        kvHeads,
        hiddenSize / heads,
        32768,
        1e6,
        1e-6,
        false,
        true,
        false,
        0.02);
  }

  /** The same decoder with a tied or a separate head. */
  public DecoderConfig withTied(boolean value) {
    return new DecoderConfig(
        modelType,
        vocabSize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        kvHeads,
        headDim,
        maxPositions,
        ropeTheta,
        rmsNormEps,
        value,
        qkvBias,
        outputBias,
        initializerRange,
        ropeScaling);
  }

  /** Reads {@code config.json}; {@code source} names the file in errors. */
  public static DecoderConfig fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    String type = c.text("model_type", "qwen2");
    boolean qwen = type.equals("qwen2");
    if (!qwen && !type.equals("llama")) {
      throw new InputException(
          c.where("model_type") + " is " + type + "; qwen2 and llama decoders are supported");
    }
    refuse(c, "use_sliding_window", "sliding windows");
    refuse(c, "mlp_bias", "biases in the feed-forward layers");
    if (!c.text("hidden_act", "silu").equals("silu")) {
      throw new InputException(c.where("hidden_act") + " must be silu");
    }
    int hidden = c.positive("hidden_size", 4096);
    int heads = c.positive("num_attention_heads", 32);
    int kvHeads = c.positive("num_key_value_heads", qwen ? 32 : heads);
    if (!c.has("head_dim")) {
      c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    }
    c.requireMultiple("num_attention_heads", heads, "num_key_value_heads", kvHeads);
    int headDim = c.positive("head_dim", hidden / heads);
    if (headDim % 2 != 0) {
      throw new InputException(c.where("head_dim") + " must be even but is " + headDim);
    }
    boolean bias = c.bool("attention_bias", false);
    int maxPositions = c.positive("max_position_embeddings", qwen ? 32768 : 2048);
    JsonConfig rope = c.nested(c.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    return new DecoderConfig(
        type,
        c.positive("vocab_size", qwen ? 151936 : 32000),
        hidden,
        c.positive("intermediate_size", qwen ? 22016 : 11008),
        c.positive("num_hidden_layers", 32),
        heads,
        kvHeads,
        headDim,
        maxPositions,
        ropeTheta(c, rope),
        c.number("rms_norm_eps", 1e-6),
        c.bool("tie_word_embeddings", false),
        qwen || bias,
        !qwen && bias,
        c.number("initializer_range", 0.02),
        RopeScaling.of(rope, maxPositions));
  }

  private static void refuse(JsonConfig c, String key, String what) {
    if (c.bool(key, false)) {
      throw new InputException(c.where(key) + ": " + what + " are not supported");
    }
  }

  private static double ropeTheta(JsonConfig c, JsonConfig rope) {
    double theta = rope.number("rope_theta", c.number("rope_theta", 10000));
    if (!(theta > 0)) {
      throw new InputException(c.where("rope_theta") + " must be positive but is " + theta);
    }
    return theta;
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    boolean qwen = modelType.equals("qwen2");
    o.putArray("architectures").add(qwen ? "Qwen2ForCausalLM" : "LlamaForCausalLM");
    o.put("model_type", modelType);
    o.put("vocab_size", vocabSize);
    o.put("hidden_size", hiddenSize);
    o.put("intermediate_size", intermediateSize);
    o.put("num_hidden_layers", layers);
    o.put("num_attention_heads", heads);
    o.put("num_key_value_heads", kvHeads);
    o.put("head_dim", headDim);
    o.put("hidden_act", "silu");
    o.put("max_position_embeddings", maxPositions);
    o.put("rope_theta", ropeTheta);
    o.put("rms_norm_eps", rmsNormEps);
    o.put("tie_word_embeddings", tied);
    o.put("initializer_range", initializerRange);
    if (!qwen) {
      o.put("attention_bias", qkvBias);
    }
    ropeScaling.write(o);
    return o;
  }
}
