package org.affectgpt.tools.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;

/** The lines of a folder's JSON configuration that say what its weights are. */
final class FolderConfig {
  private static final List<String> MODEL =
      List.of(
          "model_type",
          "architectures",
          "hidden_size",
          "num_hidden_layers",
          "vocab_size",
          "tie_word_embeddings",
          "torch_dtype",
          "dtype");
  private static final List<String> ADAPTER =
      List.of(
          "base_model_name_or_path",
          "peft_type",
          "r",
          "lora_alpha",
          "use_rslora",
          "target_modules",
          "modules_to_save");

  private FolderConfig() {}

  static Map<String, String> model(Path folder) {
    return chosen(folder.resolve("config.json"), MODEL);
  }

  static Map<String, String> adapter(Path folder) {
    return chosen(folder.resolve("adapter_config.json"), ADAPTER);
  }

  private static Map<String, String> chosen(Path file, List<String> keys) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      return lines;
    }
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
      for (String key : keys) {
        JsonNode value = root.path(key);
        if (!value.isMissingNode() && !value.isNull()) {
          lines.put(key, value.isTextual() ? value.asText() : value.toString());
        }
      }
      return lines;
    } catch (IOException e) {
      throw new InputException(file + ": is not readable JSON; repair or remove it", e);
    }
  }
}
