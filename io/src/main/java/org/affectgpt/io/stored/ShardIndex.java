package org.affectgpt.io.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.affectgpt.tensor.InputException;

/** The index of a sharded Hugging Face folder: which file of the folder holds which tensor. */
public final class ShardIndex {
  private ShardIndex() {}

  /**
   * The tensors that the index lists, in its order.
   *
   * @param index a JSON file with a {@code weight_map}
   * @param open opens one shard, which the caller's arena keeps open
   * @throws InputException naming the index or the shard when a file is missing or damaged or lacks
   *     a tensor that the index promises
   */
  public static Map<String, TensorEntry> read(Path index, Function<Path, TensorSource> open) {
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    Map<String, TensorSource> shards = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : weightMap(index).properties()) {
      String shard = field.getValue().asText();
      if (!field.getValue().isTextual() || shard.isEmpty() || !isPlainName(shard)) {
        throw new InputException(
            index + ": '" + field.getKey() + "' is not placed in a file of the same folder");
      }
      Path file = index.resolveSibling(shard);
      TensorSource source = shards.computeIfAbsent(shard, s -> openShard(file, index, open));
      TensorEntry entry = source.find(field.getKey());
      if (entry == null) {
        throw new InputException(
            file
                + ": has no tensor '"
                + field.getKey()
                + "' although "
                + index.getFileName()
                + " places it there");
      }
      entries.put(entry.name(), entry);
    }
    return entries;
  }

  private static TensorSource openShard(Path shard, Path index, Function<Path, TensorSource> open) {
    if (!Files.isRegularFile(shard)) {
      throw new InputException(shard + ": missing, but " + index.getFileName() + " lists it");
    }
    return open.apply(shard);
  }

  private static boolean isPlainName(String name) {
    return name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && !name.equals("..")
        && isFileName(name);
  }

  /** False for what no file can be called: NUL characters, halves of surrogate pairs. */
  private static boolean isFileName(String name) {
    try {
      return Path.of(name).getNameCount() == 1;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static JsonNode weightMap(Path index) {
    try {
      JsonNode map = new ObjectMapper().readTree(Files.readAllBytes(index)).path("weight_map");
      if (!map.isObject()) {
        throw new InputException(index + ": has no weight_map");
      }
      return map;
    } catch (JsonProcessingException e) {
      throw new InputException(index + ": is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InputException(index + ": cannot be read: " + e, e);
    }
  }
}
