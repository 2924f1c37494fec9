package org.affectgpt.nn.bert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.tensor.InputException;

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
    JsonConfig c = JsonConfig.parse(json, source);
    require(c, "model_type", "bert");
    require(c, "position_embedding_type", "absolute");
    for (String key : new String[] {"is_decoder", "add_cross_attention"}) {
      if (c.bool(key, false)) {
        throw new InputException(
            c.where(key)
                + " is true, a decoder; BERT is read as an encoder, which looks both ways");
      }
    }
    if (c.has("pruned_heads") && !c.isEmpty("pruned_heads")) {
      throw new InputException(c.where("pruned_heads") + ": pruned models are not supported");
    }
    return new BertConfig(
        TransformerConfig.read(c, Activation.GELU, 1e-12),
        c.positive("vocab_size", 30522),
        c.positive("max_position_embeddings", 512),
        c.positive("type_vocab_size", 2),
        c.probability("hidden_dropout_prob", 0.1),
        c.probability("attention_probs_dropout_prob", 0.1));
  }

  private static void require(JsonConfig c, String key, String only) {
    String value = c.text(key, only);
    if (!value.equals(only)) {
      throw new InputException(c.where(key) + " is " + value + "; only " + only + " is supported");
    }
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
