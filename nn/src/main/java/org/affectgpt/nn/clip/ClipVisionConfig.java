package org.affectgpt.nn.clip;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.layer.Activation;

/**
 * CLIP's vision tower as {@code config.json} of a {@code CLIPModel} describes it.
 *
 * @param imageSize height and width of the input in pixels
 * @param patchSize height and width of a patch in pixels
 * @param projectionDim width of the image features
 */
public record ClipVisionConfig(
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int channels,
    int imageSize,
    int patchSize,
    int projectionDim,
    Activation activation,
    double layerNormEps,
    double initializerRange) {

  /** A tower with the usual constants and a feed-forward width of 4 times hidden. */
  public static ClipVisionConfig of(
      int hiddenSize, int layers, int heads, int imageSize, int patchSize, int projectionDim) {
    return new ClipVisionConfig(
        hiddenSize,
        4 * hiddenSize,
        layers,
        heads,
        3,
        imageSize,
        patchSize,
        projectionDim,
        Activation.QUICK_GELU,
        1e-5,
        0.02);
  }

  /** Patches of one image. */
  public int patches() {
    int side = imageSize / patchSize;
    return side * side;
  }

  /**
   * Reads the {@code config.json} of a CLIPModel, or of a CLIPVisionModel, whose keys lie at the
   * top; {@code source} names the file in errors.
   */
  public static ClipVisionConfig fromJson(String json, String source) {
    JsonConfig top = JsonConfig.parse(json, source);
    JsonConfig c =
        top.has("vision_config") || !top.has("hidden_size") ? top.nested("vision_config") : top;
    int hidden = c.positive("hidden_size", 768);
    int heads = c.positive("num_attention_heads", 12);
    c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    return new ClipVisionConfig(
        hidden,
        c.positive("intermediate_size", 3072),
        c.positive("num_hidden_layers", 12),
        heads,
        c.positive("num_channels", 3),
        c.positive("image_size", 224),
        c.positive("patch_size", 32),
        top.positive("projection_dim", c.positive("projection_dim", 512)),
        Activation.named(c.text("hidden_act", "quick_gelu"), c.where("hidden_act")),
        c.number("layer_norm_eps", 1e-5),
        c.number("initializer_range", 0.02));
  }

  /** The values as the {@code config.json} of a CLIPModel holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("CLIPModel");
    o.put("model_type", "clip");
    o.put("projection_dim", projectionDim);
    ObjectNode v = o.putObject("vision_config");
    v.put("model_type", "clip_vision_model");
    v.put("hidden_size", hiddenSize);
    v.put("intermediate_size", intermediateSize);
    v.put("num_hidden_layers", layers);
    v.put("num_attention_heads", heads);
    v.put("num_channels", channels);
    v.put("image_size", imageSize);
    v.put("patch_size", patchSize);
    v.put("projection_dim", projectionDim);
    v.put("hidden_act", activation.id());
    v.put("layer_norm_eps", layerNormEps);
    v.put("initializer_range", initializerRange);
    return o;
  }
}
