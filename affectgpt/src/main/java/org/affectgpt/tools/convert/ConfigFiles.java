package org.affectgpt.tools.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** What a conversion looks at and changes in the configuration that goes with the weights. */
final class ConfigFiles {
  private static final String CONFIG = HuggingFaceFolder.CONFIG;
  private static final List<String> DTYPE_KEYS = List.of("dtype", "torch_dtype");

  private ConfigFiles() {}

  /** Whether {@code config.json} ties the head to the embedding table. */
  static boolean isTied(Map<String, byte[]> files, Path path) {
    ObjectNode config = config(files, path);
    return config != null && config.path("tie_word_embeddings").asBoolean(false);
  }

  /** Says in {@code config.json} that the head has weights of its own. */
  static void untie(Map<String, byte[]> files, Path path) {
    ObjectNode config = config(files, path);
    if (config != null) {
      config.put("tie_word_embeddings", false);
      files.put(CONFIG, (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Says the number format of the weights in {@code config.json}, if it said one before. */
  static void setType(Map<String, byte[]> files, Path path, StoredType type) {
    String name =
        switch (type) {
          case F32 -> "float32";
          case BF16 -> "bfloat16";
          case F16 -> "float16";
          default -> null;
        };
    ObjectNode config = config(files, path);
    if (config != null && name != null && DTYPE_KEYS.stream().anyMatch(config::has)) {
      DTYPE_KEYS.stream().filter(config::has).forEach(key -> config.put(key, name));
      files.put(CONFIG, (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static @Nullable ObjectNode config(Map<String, byte[]> files, Path path) {
    byte[] json = files.get(CONFIG);
    if (json == null) {
      return null;
    }
    try {
      JsonNode node = new ObjectMapper().readTree(json);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new InputException(path + ": its " + CONFIG + " is not valid JSON", e);
    }
    throw new InputException(path + ": its " + CONFIG + " is not a JSON object");
  }
}
