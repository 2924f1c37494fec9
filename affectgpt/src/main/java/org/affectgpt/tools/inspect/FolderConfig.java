package org.affectgpt.tools.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.nn.config.JsonText;

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

  static Map<String, String> model(HuggingFaceFolder folder) {
    return folder.hasConfig()
        ? folder.config((json, source) -> chosen(json, source, MODEL))
        : Map.of();
  }

  static Map<String, String> adapter(PeftFolder folder) {
    return folder.config((json, source) -> chosen(json, source, ADAPTER));
  }

  private static Map<String, String> chosen(String json, String source, List<String> keys) {
    JsonNode root = JsonText.parse(json, source);
    Map<String, String> lines = new LinkedHashMap<>();
    for (String key : keys) {
      JsonNode value = root.path(key);
      if (!value.isMissingNode() && !value.isNull()) {
        lines.put(key, value.isTextual() ? value.asText() : value.toString());
      }
    }
    return lines;
  }
}
