package org.affectgpt.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of the original (its {@code train_configs/*.yaml}): the model's options with the
 * defaults of the original's code, which differ from the released values, and the mode of its data
 * sets. Everything else in the file is passed over.
 *
 * @param checkpoints {@code ckpt}, {@code ckpt_2}, {@code ckpt_3} where they are set; paths
 *     relative to the working folder, as the original takes them
 */
public record OriginalConfig(AffectGptConfig config, List<Path> checkpoints) {
  private static final List<String> COPIED =
      List.of(
          "num_video_query_token",
          "num_audio_query_token",
          "num_multi_query_token",
          "num_image_query_token",
          "lora_r",
          "max_length");

  private static final Map<String, String> FUSIONS =
      Map.of(
          "video_fusion_type", "qformer",
          "audio_fusion_type", "qformer",
          "multi_fusion_type", "attention",
          "image_fusion_type", "token");

  private static final Map<String, String> PARTS =
      Map.of(
          "llama_model", "Qwen25",
          "acoustic_encoder", "HUBERT_LARGE",
          "visual_encoder", "CLIP_VIT_LARGE");

  public OriginalConfig {
    checkpoints = List.copyOf(checkpoints);
  }

  /** The released models' options. */
  public static AffectGptConfig released(@Nullable String mode) {
    List<String> set = mode == null ? List.of() : List.of("face_or_frame=" + mode);
    return new ConfigFile().read(List.of(), set, AffectGptConfig.class);
  }

  /**
   * Reads a configuration.
   *
   * @param mode stands over that of the data sets
   * @throws InputException naming file and key for what is missing or not supported
   */
  public static OriginalConfig read(Path file, @Nullable String mode) {
    return of(new ConfigFile().read(file, ObjectNode.class), file, mode);
  }

  /**
   * The same from a parsed file.
   *
   * @param file names it in messages
   */
  public static OriginalConfig of(ObjectNode root, Path file, @Nullable String mode) {
    if (!(root.get("model") instanceof ObjectNode model)) {
      throw new InputException(
          file + ": has no section 'model'; give a configuration of AffectGPT");
    }
    PARTS.forEach(
        (key, supported) -> {
          String name = model.path(key).asText(supported);
          if (!name.equals(supported)) {
            throw new InputException(
                file + ": model." + key + " is " + name + "; only " + supported + " is supported");
          }
        });
    ObjectNode ours = root.objectNode();
    FUSIONS.forEach((key, preset) -> ours.put(key, model.path(key).asText(preset)));
    for (String key : COPIED) {
      if (model.has(key)) {
        ours.set(key, model.get(key));
      } else if (key.startsWith("num_")) {
        throw new InputException(file + ": model." + key + " is missing");
      }
    }
    JsonNode frames = model.path("vis_processor").path("train").path("n_frms");
    if (!frames.isMissingNode()) {
      ours.set("n_frms", frames);
    }
    String shown = mode == null ? mode(root, file) : mode;
    if (shown != null) {
      ours.put("face_or_frame", shown);
    }
    List<Path> checkpoints = new ArrayList<>();
    for (String key : List.of("ckpt", "ckpt_2", "ckpt_3")) {
      String path = model.path(key).asText("");
      if (!path.isEmpty() && !path.equals("xxx")) {
        checkpoints.add(Path.of(path));
      }
    }
    return new OriginalConfig(
        new ConfigFile().of(ours, file.toString(), AffectGptConfig.class), checkpoints);
  }

  private static @Nullable String mode(ObjectNode root, Path file) {
    TreeSet<String> modes = new TreeSet<>();
    for (JsonNode set : root.path("datasets")) {
      String mode = set.path("face_or_frame").asText("");
      if (!mode.isEmpty() && !mode.equals("xxx")) {
        modes.add(mode);
      }
    }
    if (modes.size() > 1) {
      throw new InputException(
          file + ": its data sets differ in face_or_frame " + modes + "; choose one with --mode");
    }
    return modes.isEmpty() ? null : modes.first();
  }
}
