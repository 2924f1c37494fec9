package org.affectgpt.io.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/**
 * The image preprocessing of a checkpoint, as its {@code preprocessor_config.json} states it. A
 * step that is switched off has the value that leaves images unchanged.
 *
 * @param resize to an exact size, or with a width of 0 to a shortest edge of this height
 * @param crop of the centre
 * @param rescaleFactor what a byte is multiplied with
 * @param mean one value a channel, subtracted after rescaling
 * @param std one value a channel, the divisor
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageProcessorConfig(
    Step resize, Step crop, double rescaleFactor, float[] mean, float[] std) {
  private static final int BICUBIC = 3;

  /** A step that changes the size of an image, in pixels, and whether it is taken. */
  public record Step(boolean taken, int width, int height) {}

  /** OpenAI's CLIP at a resolution: shortest edge and centre crop, CLIP's mean and deviation. */
  public static ImageProcessorConfig clip(int size) {
    return new ImageProcessorConfig(
        new Step(true, 0, size),
        new Step(true, size, size),
        1 / 255.0,
        new float[] {0.48145466f, 0.4578275f, 0.40821073f},
        new float[] {0.26862954f, 0.26130258f, 0.27577711f});
  }

  /**
   * Reads {@code preprocessor_config.json}; what it leaves out is as in CLIP.
   *
   * @throws InputException for a missing or damaged file, or a resampling filter other than bicubic
   */
  public static ImageProcessorConfig read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file; check the model folder");
    }
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new InputException(file + ": cannot read it as JSON", e);
    }
    return of(json, file);
  }

  /**
   * The same from parsed JSON.
   *
   * @param file where it comes from, for messages
   */
  public static ImageProcessorConfig of(JsonNode json, Path file) {
    if (json.path("resample").asInt(BICUBIC) != BICUBIC) {
      throw new InputException(
          file + ": resample " + json.path("resample") + " is not supported, only 3 (bicubic)");
    }
    JsonNode size = json.path("size");
    JsonNode cropSize = json.path("crop_size");
    int width = size.path("width").asInt(0);
    int height = size.path("height").asInt(size.path("shortest_edge").asInt(size.asInt(224)));
    boolean rescale = json.path("do_rescale").asBoolean(true);
    boolean normalize = json.path("do_normalize").asBoolean(true);
    ImageProcessorConfig clip = clip(224);
    return new ImageProcessorConfig(
        new Step(json.path("do_resize").asBoolean(true), width, height),
        new Step(
            json.path("do_center_crop").asBoolean(true),
            cropSize.path("width").asInt(cropSize.asInt(224)),
            cropSize.path("height").asInt(cropSize.asInt(224))),
        rescale ? json.path("rescale_factor").asDouble(1 / 255.0) : 1,
        normalize ? three(file, json.path("image_mean"), clip.mean()) : new float[3],
        normalize ? three(file, json.path("image_std"), clip.std()) : new float[] {1, 1, 1});
  }

  /** This processor as {@code preprocessor_config.json} holds it. */
  public JsonNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("image_processor_type", "CLIPImageProcessor");
    json.put("do_resize", resize.taken());
    if (resize.width() > 0) {
      json.putObject("size").put("width", resize.width()).put("height", resize.height());
    } else {
      json.putObject("size").put("shortest_edge", resize.height());
    }
    json.put("resample", BICUBIC);
    json.put("do_center_crop", crop.taken());
    json.putObject("crop_size").put("width", crop.width()).put("height", crop.height());
    json.put("do_rescale", true);
    json.put("rescale_factor", rescaleFactor);
    json.put("do_normalize", true);
    ArrayNode means = json.putArray("image_mean");
    ArrayNode deviations = json.putArray("image_std");
    for (int c = 0; c < mean.length; c++) {
      // the shortest decimal of the float, not its exact value as a double
      means.add(new BigDecimal(Float.toString(mean[c])));
      deviations.add(new BigDecimal(Float.toString(std[c])));
    }
    return json;
  }

  private static float[] three(Path file, JsonNode values, float[] otherwise) {
    if (values.isMissingNode()) {
      return otherwise;
    }
    if (values.size() != 3) {
      throw new InputException(file + ": image_mean and image_std need three numbers each");
    }
    float[] numbers = new float[3];
    for (int i = 0; i < 3; i++) {
      numbers[i] = (float) values.get(i).asDouble();
    }
    return numbers;
  }
}
