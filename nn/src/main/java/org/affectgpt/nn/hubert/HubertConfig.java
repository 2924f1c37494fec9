package org.affectgpt.nn.hubert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.EncoderKeys;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;

/**
 * HuBERT as {@code config.json} describes it.
 *
 * @param stableLayerNorm pre-norm layers, else post-norm
 * @param projectionLayerNorm whether frames are normalised before they are projected
 * @param positionKernel width of the positional convolution
 */
public record HubertConfig(
    TransformerConfig transformer,
    ConvStack convolutions,
    boolean stableLayerNorm,
    boolean projectionLayerNorm,
    int positionKernel,
    int positionGroups,
    Dropouts dropouts) {

  /**
   * Probabilities in training.
   *
   * @param layer that a whole layer is skipped
   */
  public record Dropouts(
      double hidden, double attention, double activation, double projection, double layer) {}

  /** HuBERT-large's form, pre-norm and without dropout, at a size. */
  public static HubertConfig of(
      int hiddenSize,
      int layers,
      int heads,
      ConvStack convolutions,
      int positionKernel,
      int positionGroups) {
    return new HubertConfig(
        TransformerConfig.of(hiddenSize, layers, heads, Activation.GELU),
        convolutions,
        true,
        true,
        positionKernel,
        positionGroups,
        new Dropouts(0, 0, 0, 0, 0));
  }

  public int hiddenSize() {
    return transformer.hidden();
  }

  /** Hidden states of a clip of {@code samples} audio samples. */
  public int frames(int samples) {
    return convolutions.frames(samples);
  }

  /** Reads {@code config.json}; {@code source} names the file in errors. */
  public static HubertConfig fromJson(String json, String source) {
    return read(JsonConfig.parse(json, source));
  }

  /** Reads {@code config.json}; what the user should know of it is noted there. */
  public static HubertConfig read(JsonConfig c) {
    EncoderKeys.requireType(c, "hubert");
    EncoderKeys.hubert().check(c);
    TransformerConfig transformer = TransformerConfig.read(c, Activation.GELU, 1e-5);
    ConvStack convolutions = ConvStack.read(c);
    int groups = c.positive("num_conv_pos_embedding_groups", 16);
    c.requireMultiple("hidden_size", transformer.hidden(), "num_conv_pos_embedding_groups", groups);
    return new HubertConfig(
        transformer,
        convolutions,
        c.bool("do_stable_layer_norm", false),
        c.bool("feat_proj_layer_norm", true),
        c.positive("num_conv_pos_embeddings", 128),
        groups,
        new Dropouts(
            c.probability("hidden_dropout", 0.1),
            c.probability("attention_dropout", 0.1),
            c.probability("activation_dropout", 0.1),
            c.probability("feat_proj_dropout", 0.0),
            c.probability("layerdrop", 0.1)));
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("HubertModel");
    o.put("model_type", "hubert");
    transformer.write(o);
    convolutions.write(o);
    o.put("do_stable_layer_norm", stableLayerNorm);
    o.put("feat_proj_layer_norm", projectionLayerNorm);
    o.put("num_conv_pos_embeddings", positionKernel);
    o.put("num_conv_pos_embedding_groups", positionGroups);
    o.put("hidden_dropout", dropouts.hidden());
    o.put("attention_dropout", dropouts.attention());
    o.put("activation_dropout", dropouts.activation());
    o.put("feat_proj_dropout", dropouts.projection());
    o.put("layerdrop", dropouts.layer());
    return o;
  }
}
