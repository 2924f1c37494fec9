package org.affectgpt.io.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.nn.config.JsonConfig;
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
   * Reads parsed JSON.
   *
   * @param file where it comes from, for messages
   */
  public static ImageProcessorConfig of(JsonNode json, Path file) {
    return read(JsonConfig.parse(json.toString(), file.toString()));
  }

  /**
   * Reads {@code preprocessor_config.json}; what it leaves out is as in CLIP, and what the user
   * should know of it is noted there.
   *
   * @throws InputException naming file and key
   */
  public static ImageProcessorConfig read(JsonConfig c) {
    ImageProcessorKeys.table().check(c);
    boolean resize = c.bool("do_resize", true);
    if (resize && c.integer("resample", BICUBIC) != BICUBIC) {
      throw new InputException(
          c.where("resample") + " is " + c.shown("resample") + "; only 3 (bicubic) is supported");
    }
    boolean rescale = c.bool("do_rescale", true);
    boolean normalize = c.bool("do_normalize", true);
    ImageProcessorConfig clip = clip(224);
    return new ImageProcessorConfig(
        resize ? size(c) : new Step(false, 0, 224),
        c.bool("do_center_crop", true) ? crop(c) : new Step(false, 224, 224),
        rescale ? c.positiveNumber("rescale_factor", 1 / 255.0) : 1,
        normalize ? three(c, "image_mean", clip.mean()) : new float[3],
        normalize ? three(c, "image_std", clip.std()) : new float[] {1, 1, 1});
  }

  /** A number stands for the shortest edge, or for a square; a list for height and width. */
  private static Step size(JsonConfig c) {
    if (c.isNumber("size")) {
      int side = c.positive("size", 224);
      return new Step(true, c.bool("default_to_square", false) ? side : 0, side);
    }
    if (c.isList("size")) {
      return sides(c, "size");
    }
    JsonConfig size = c.nested("size");
    Set<String> keys = new TreeSet<>(size.keys());
    if (keys.equals(Set.of("height", "width"))) {
      return new Step(true, size.positive("width", 1), size.positive("height", 1));
    }
    if (!keys.isEmpty() && !keys.equals(Set.of("shortest_edge"))) {
      throw new InputException(
          c.where("size")
              + " is "
              + c.shown("size")
              + "; it needs shortest_edge alone, or height and width");
    }
    return new Step(true, 0, size.positive("shortest_edge", 224));
  }

  private static Step crop(JsonConfig c) {
    if (c.isNumber("crop_size")) {
      int side = c.positive("crop_size", 224);
      return new Step(true, side, side);
    }
    if (c.isList("crop_size")) {
      return sides(c, "crop_size");
    }
    JsonConfig size = c.nested("crop_size");
    Set<String> keys = new TreeSet<>(size.keys());
    if (!keys.isEmpty() && !keys.equals(Set.of("height", "width"))) {
      throw new InputException(
          c.where("crop_size") + " is " + c.shown("crop_size") + "; it needs height and width");
    }
    return new Step(true, size.positive("width", 224), size.positive("height", 224));
  }

  private static Step sides(JsonConfig c, String key) {
    List<Integer> sides = c.positives(key, List.of());
    if (sides.size() != 2) {
      throw new InputException(
          c.where(key) + " is " + c.shown(key) + "; a list needs height and width");
    }
    return new Step(true, sides.get(1), sides.get(0));
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

  private static float[] three(JsonConfig c, String key, float[] otherwise) {
    if (!c.has(key)) {
      return otherwise;
    }
    List<Double> values =
        c.isNumber(key) ? Collections.nCopies(3, c.number(key, 0)) : c.numbers(key);
    if (values.size() != 3) {
      throw new InputException(c.where(key) + " is " + c.shown(key) + "; three numbers are needed");
    }
    float[] numbers = new float[3];
    for (int i = 0; i < 3; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    return numbers;
  }
}
