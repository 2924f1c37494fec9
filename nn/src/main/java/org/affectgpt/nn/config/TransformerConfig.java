package org.affectgpt.nn.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.layer.Activation;

/**
 * What the {@code config.json} of CLIP, HuBERT and the Q-Former say of their layers, under the same
 * keys.
 *
 * @param hidden width of the residual stream
 * @param intermediate width of the feed-forward layers
 * @param initializerRange deviation of fresh weights
 */
public record TransformerConfig(
    int hidden,
    int intermediate,
    int layers,
    int heads,
    Activation activation,
    double layerNormEps,
    double initializerRange) {

  /** With the usual constants and a feed-forward width of 4 times hidden. */
  public static TransformerConfig of(int hidden, int layers, int heads, Activation activation) {
    return new TransformerConfig(hidden, 4 * hidden, layers, heads, activation, 1e-5, 0.02);
  }

  /**
   * Reads the keys of an object.
   *
   * @param activation what a missing {@code hidden_act} stands for, as the next a missing {@code
   *     layer_norm_eps}
   */
  public static TransformerConfig read(JsonConfig c, Activation activation, double layerNormEps) {
    int hidden = c.positive("hidden_size", 768);
    int heads = c.positive("num_attention_heads", 12);
    c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    return new TransformerConfig(
        hidden,
        c.positive("intermediate_size", 3072),
        c.positive("num_hidden_layers", 12),
        heads,
        Activation.named(c.text("hidden_act", activation.id()), c.where("hidden_act")),
        c.nonNegative("layer_norm_eps", layerNormEps),
        c.number("initializer_range", 0.02));
  }

  /** Adds the keys to an object. */
  public void write(ObjectNode o) {
    o.put("hidden_size", hidden);
    o.put("intermediate_size", intermediate);
    o.put("num_hidden_layers", layers);
    o.put("num_attention_heads", heads);
    o.put("hidden_act", activation.id());
    o.put("layer_norm_eps", layerNormEps);
    o.put("initializer_range", initializerRange);
  }

  /** The same layers in another number. */
  public TransformerConfig withLayers(int count) {
    return new TransformerConfig(
        hidden, intermediate, count, heads, activation, layerNormEps, initializerRange);
  }
}
