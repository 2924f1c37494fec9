package org.affectgpt.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.data.DataConfig;
import org.affectgpt.data.Fingerprint;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.data.MerDataset;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.prompt.PromptMode;

/**
 * What the result of a run depends on, by the names of its options: their values, and hashes of
 * what the options name. Contents count, not places: a data set may be moved, or its tables written
 * in another manner.
 */
final class RunFacts {
  private static final String HASH = "sha256 ";
  private static final String STEPS = ".steps";

  /** They change where a run can be taken up, or the memory that it needs, but no number. */
  private static final List<String> FREE = List.of(".checkpoint_every", ".gradient_checkpointing");

  /** Modes whose reasoning tells all that a clip's can say. */
  private static final List<PromptMode> REASONED =
      List.of(
          PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
          PromptMode.TEXTONLY,
          PromptMode.AUDIOONLY,
          PromptMode.FRAMEONLY);

  private final Map<String, String> values = new TreeMap<>();

  /** All of them. */
  Map<String, String> values() {
    return values;
  }

  /** The options of a section of the configuration. */
  void options(String section, Object config) {
    ObjectMapper json =
        new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    flatten(section, json.valueToTree(config));
  }

  private void flatten(String path, JsonNode node) {
    if (node.isObject()) {
      node.properties().forEach(e -> flatten(path + "." + e.getKey(), e.getValue()));
    } else {
      values.put(path, node.isTextual() ? node.asText() : node.toString());
    }
  }

  /** The model that training starts from. */
  void model(ModelSources parts) {
    Fingerprint print = new Fingerprint().text(parts.config().withParts(null).toString());
    print.folder(parts.llm()).folder(parts.clip()).folder(parts.hubert());
    parts.checkpoints().forEach(print::folder);
    values.put("model", HASH + print.hex());
  }

  /** The tables of a data set. */
  void tables(DataConfig config, MerDataset data) {
    Fingerprint labels = new Fingerprint();
    Fingerprint subtitles = new Fingerprint();
    Fingerprint reasons = new Fingerprint();
    for (MerDataset.Item item : data.items()) {
      labels.text(item.file().name()).text(String.join("\n", item.labels()));
      subtitles.text(item.file().name()).text(item.subtitle());
      reasons.text(item.file().name()).text(item.reason());
      REASONED.forEach(mode -> reasons.text(item.chain().text(mode)));
    }
    values.put("data.split", config.split());
    values.put("data.labels", HASH + labels.hex());
    values.put("data.subtitles", HASH + subtitles.hex());
    values.put("data.reasons", HASH + reasons.hex());
  }

  /** What the encoders made of the clips. */
  void features(List<LabelledClip> clips) {
    Fingerprint print = new Fingerprint();
    for (LabelledClip clip : clips) {
      print.text(clip.name()).floats(clip.features().frames());
      print.floats(clip.features().faces()).floats(clip.features().audio());
    }
    values.put("data.root", HASH + print.hex());
  }

  /** What is known of the wheels. */
  void wheels(String content) {
    values.put("wheels", HASH + content);
  }

  /** Names the options alone, which a checkpoint must have been made with. */
  String fingerprint() {
    Fingerprint print = new Fingerprint();
    values.forEach(
        (key, value) -> {
          boolean data = value.startsWith(HASH) || key.startsWith("data.");
          if (!data && !key.endsWith(STEPS) && !isFree(key)) {
            print.text(key).text(value);
          }
        });
    return print.hex();
  }

  /**
   * What is not as it was in a run, a phrase each.
   *
   * @param old the facts of that run, perhaps not all of them
   * @param longer whether the number of steps may differ: where the learning rate of a step does
   *     not depend on it
   */
  List<String> differences(Map<String, String> old, boolean longer) {
    List<String> found = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          String before = old.get(key);
          if (before == null || before.equals(value) || isFree(key)) {
            return;
          }
          if (key.endsWith(STEPS)) {
            if (!longer) {
              found.add(changed(key, before, value) + " (learning rates that fall depend on it)");
            }
          } else if (value.startsWith(HASH)) {
            found.add(describe(key));
          } else {
            found.add(changed(key, before, value));
          }
        });
    return found;
  }

  private static String changed(String key, String before, String value) {
    return key + " is " + value + ", was " + before;
  }

  private static String describe(String key) {
    return switch (key) {
      case "data.labels" -> "the table data.labels holds other clips or labels";
      case "data.subtitles" -> "the table data.subtitles holds other subtitles";
      case "data.reasons" -> "the table data.reasons holds other descriptions";
      case "data.root" -> "the clips under data.root give other features, or are others";
      default -> "what " + key + " names holds other content";
    };
  }

  private static boolean isFree(String key) {
    return FREE.stream().anyMatch(key::endsWith);
  }
}
