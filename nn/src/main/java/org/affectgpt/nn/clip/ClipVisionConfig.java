package org.affectgpt.nn.clip;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.EncoderKeys;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;

/**
 * CLIP's vision tower as {@code config.json} of a {@code CLIPModel} describes it.
 *
 * @param channels colours of the input
 * @param imageSize height and width of the input in pixels
 * @param patchSize height and width of a patch in pixels
 * @param projectionDim width of the image features
 */
public record ClipVisionConfig(
    TransformerConfig transformer, int channels, int imageSize, int patchSize, int projectionDim) {

  /** A tower with the usual constants and a feed-forward width of 4 times hidden. */
  public static ClipVisionConfig of(
      int hiddenSize, int layers, int heads, int imageSize, int patchSize, int projectionDim) {
    return new ClipVisionConfig(
        TransformerConfig.of(hiddenSize, layers, heads, Activation.QUICK_GELU),
        3,
        imageSize,
        patchSize,
        projectionDim);
  }

  public int hiddenSize() {
    return transformer.hidden();
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
    return read(JsonConfig.parse(json, source));
  }

  /** Reads {@code config.json}; what the user should know of it is noted there. */
  public static ClipVisionConfig read(JsonConfig top) {
    EncoderKeys.requireType(top, "clip", "clip_vision_model");
    boolean nested = top.has("vision_config") || !top.has("hidden_size");
    JsonConfig c = top;
    if (nested) {
      EncoderKeys.clip().check(top);
      // files of old libraries say it twice, and the second counts
      c = top.nested(top.has("vision_config_dict") ? "vision_config_dict" : "vision_config");
    }
    EncoderKeys.clipVision().check(c);
    return new ClipVisionConfig(
        TransformerConfig.read(c, Activation.QUICK_GELU, 1e-5),
        c.positive("num_channels", 3),
        c.positive("image_size", 224),
        c.positive("patch_size", 32),
        top.positive("projection_dim", c.positive("projection_dim", 512)));
  }

  /** The values as the {@code config.json} of a CLIPModel holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("CLIPModel");
    o.put("model_type", "clip");
    o.put("projection_dim", projectionDim);
    ObjectNode v = o.putObject("vision_config");
    v.put("model_type", "clip_vision_model");
    transformer.write(v);
    v.put("num_channels", channels);
    v.put("image_size", imageSize);
    v.put("patch_size", patchSize);
    v.put("projection_dim", projectionDim);
    return o;
  }
}
