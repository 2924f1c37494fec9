package org.affectgpt.nn.bert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.EncoderKeys;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;

/**
 * A BERT encoder as {@code config.json} describes it.
 *
 * @param vocabulary rows of the word table
 * @param maxPositions the longest text in tokens
 * @param tokenTypes kinds of text: first and second of a pair
 */
public record BertConfig(
    TransformerConfig transformer,
    int vocabulary,
    int maxPositions,
    int tokenTypes,
    double hiddenDropout,
    double attentionDropout) {

  /** Reads {@code config.json}; {@code source} names the file in errors. */
  public static BertConfig fromJson(String json, String source) {
    return read(JsonConfig.parse(json, source));
  }

  /** Reads {@code config.json}; what the user should know of it is noted there. */
  public static BertConfig read(JsonConfig c) {
    EncoderKeys.requireType(c, "bert");
    EncoderKeys.bert().check(c);
    return new BertConfig(
        TransformerConfig.read(c, Activation.GELU, 1e-12),
        c.positive("vocab_size", 30522),
        c.positive("max_position_embeddings", 512),
        c.positive("type_vocab_size", 2),
        c.probability("hidden_dropout_prob", 0.1),
        c.probability("attention_probs_dropout_prob", 0.1));
  }

  public int hiddenSize() {
    return transformer.hidden();
  }

  /** What the layers are made of. */
  BertBlock block() {
    return new BertBlock(transformer, hiddenDropout, attentionDropout, BertBlock.Names.BERT);
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("BertModel");
    o.put("model_type", "bert");
    transformer.write(o);
    o.put("vocab_size", vocabulary);
    o.put("max_position_embeddings", maxPositions);
    o.put("type_vocab_size", tokenTypes);
    o.put("hidden_dropout_prob", hiddenDropout);
    o.put("attention_probs_dropout_prob", attentionDropout);
    return o;
  }
}
