package org.affectgpt.nn.qformer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.EncoderKeys;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;

/**
 * The querying transformer as {@code config.json} describes it.
 *
 * @param encoderHiddenSize width of the states that the queries look at
 * @param crossAttentionFrequency every how many layers, from the first, look at them
 * @param maxPositions length of the position table that a BERT would have
 */
public record QFormerConfig(
    TransformerConfig transformer,
    int encoderHiddenSize,
    int crossAttentionFrequency,
    double hiddenDropout,
    double attentionDropout,
    int maxPositions) {

  /** Reads the {@code config.json} of a BLIP-2 Q-Former or of a BERT; source names the file. */
  public static QFormerConfig fromJson(String json, String source) {
    return read(JsonConfig.parse(json, source));
  }

  /** Reads {@code config.json}; what the user should know of it is noted there. */
  public static QFormerConfig read(JsonConfig c) {
    EncoderKeys.requireType(c, "blip_2_qformer", "bert");
    EncoderKeys.qformer().check(c);
    return new QFormerConfig(
        TransformerConfig.read(c, Activation.GELU, 1e-12),
        c.positive("encoder_hidden_size", 1408),
        c.positive("cross_attention_frequency", 2),
        c.probability("hidden_dropout_prob", 0.1),
        c.probability("attention_probs_dropout_prob", 0.1),
        c.positive("max_position_embeddings", 512));
  }

  /** AffectGPT's form of a BERT configuration: two layers that both look at the encoder. */
  public QFormerConfig affectGpt(int encoderWidth) {
    return new QFormerConfig(
        transformer.withLayers(2), encoderWidth, 1, hiddenDropout, attentionDropout, maxPositions);
  }

  public int hiddenSize() {
    return transformer.hidden();
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("Blip2QFormerModel");
    o.put("model_type", "blip_2_qformer");
    transformer.write(o);
    o.put("encoder_hidden_size", encoderHiddenSize);
    o.put("cross_attention_frequency", crossAttentionFrequency);
    o.put("hidden_dropout_prob", hiddenDropout);
    o.put("attention_probs_dropout_prob", attentionDropout);
    o.put("max_position_embeddings", maxPositions);
    return o;
  }
}
