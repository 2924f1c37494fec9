package org.affectgpt.nn.qformer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.layer.Activation;

/**
 * The querying transformer as {@code config.json} describes it.
 *
 * @param encoderHiddenSize width of the states that the queries look at
 * @param crossAttentionFrequency every how many layers, from the first, look at them
 * @param maxPositions length of the position table that a BERT would have
 */
public record QFormerConfig(
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int encoderHiddenSize,
    int crossAttentionFrequency,
    Activation activation,
    double layerNormEps,
    double initializerRange,
    double hiddenDropout,
    double attentionDropout,
    int maxPositions) {

  /** Reads the {@code config.json} of a BLIP-2 Q-Former or of a BERT; source names the file. */
  public static QFormerConfig fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    int hidden = c.positive("hidden_size", 768);
    int heads = c.positive("num_attention_heads", 12);
    c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    return new QFormerConfig(
        hidden,
        c.positive("intermediate_size", 3072),
        c.positive("num_hidden_layers", 12),
        heads,
        c.positive("encoder_hidden_size", 1408),
        c.positive("cross_attention_frequency", 2),
        Activation.named(c.text("hidden_act", "gelu"), c.where("hidden_act")),
        c.number("layer_norm_eps", 1e-12),
        c.number("initializer_range", 0.02),
        c.probability("hidden_dropout_prob", 0.1),
        c.probability("attention_probs_dropout_prob", 0.1),
        c.positive("max_position_embeddings", 512));
  }

  /** AffectGPT's form of a BERT configuration: two layers that both look at the encoder. */
  public QFormerConfig affectGpt(int encoderWidth) {
    return new QFormerConfig(
        hiddenSize,
        intermediateSize,
        2,
        heads,
        encoderWidth,
        1,
        activation,
        layerNormEps,
        initializerRange,
        hiddenDropout,
        attentionDropout,
        maxPositions);
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("Blip2QFormerModel");
    o.put("model_type", "blip_2_qformer");
    o.put("hidden_size", hiddenSize);
    o.put("intermediate_size", intermediateSize);
    o.put("num_hidden_layers", layers);
    o.put("num_attention_heads", heads);
    o.put("encoder_hidden_size", encoderHiddenSize);
    o.put("cross_attention_frequency", crossAttentionFrequency);
    o.put("hidden_act", activation.id());
    o.put("layer_norm_eps", layerNormEps);
    o.put("initializer_range", initializerRange);
    o.put("hidden_dropout_prob", hiddenDropout);
    o.put("attention_probs_dropout_prob", attentionDropout);
    o.put("max_position_embeddings", maxPositions);
    return o;
  }
}
