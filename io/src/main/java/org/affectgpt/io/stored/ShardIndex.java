package org.affectgpt.io.stored;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;

/** The index of a sharded Hugging Face folder: which file of the folder holds which tensor. */
public final class ShardIndex {
  private ShardIndex() {}

  /**
   * The tensors of all shards: those that the index lists, in its order, then others that the
   * shards hold. A tensor that lies in another shard than the index says is taken from there, as
   * transformers takes it.
   *
   * @param index a JSON file with a {@code weight_map}
   * @param open opens one shard, which the caller's arena keeps open
   * @throws InputException naming the index or the shard when a file is missing or damaged or no
   *     shard holds a tensor that the index promises
   */
  public static Map<String, TensorEntry> read(Path index, Function<Path, TensorSource> open) {
    Map<String, String> places = places(index);
    Map<String, TensorSource> shards = new LinkedHashMap<>();
    for (String shard : places.values()) {
      shards.computeIfAbsent(shard, s -> openShard(index.resolveSibling(s), index, open));
    }
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    places.forEach((name, shard) -> entries.put(name, find(name, shard, shards, index)));
    for (TensorSource shard : shards.values()) {
      shard.entries().forEach(e -> entries.putIfAbsent(e.name(), e));
    }
    return entries;
  }

  private static Map<String, String> places(Path index) {
    Map<String, String> places = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : weightMap(index).properties()) {
      String shard = field.getValue().asText();
      if (!field.getValue().isTextual() || shard.isEmpty() || !isPlainName(shard)) {
        throw new InputException(
            index + ": '" + field.getKey() + "' is not placed in a file of the same folder");
      }
      places.put(field.getKey(), shard);
    }
    return places;
  }

  private static TensorEntry find(
      String name, String shard, Map<String, TensorSource> shards, Path index) {
    TensorEntry named = shards.get(shard).find(name);
    if (named != null) {
      return named;
    }
    for (TensorSource other : shards.values()) {
      TensorEntry misplaced = other.find(name);
      if (misplaced != null) {
        return misplaced;
      }
    }
    throw new InputException(
        index.resolveSibling(shard)
            + ": has no tensor '"
            + name
            + "' although "
            + index.getFileName()
            + " places it there, nor has any other shard; get the model's files again");
  }

  private static TensorSource openShard(Path shard, Path index, Function<Path, TensorSource> open) {
    InputFile.require(shard, "missing, but " + index.getFileName() + " lists it");
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
      JsonNode map = new ObjectMapper().readTree(InputFile.bytes(index)).path("weight_map");
      if (!map.isObject()) {
        throw new InputException(index + ": has no weight_map");
      }
      return map;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation(); // none where a number has too many digits
      String line = at == null ? "" : " at line " + at.getLineNr();
      throw new InputException(index + ": is not valid JSON" + line + "; get the file again", e);
    } catch (IOException e) {
      throw new InputException(index + ": cannot be read: " + InputFile.reason(e), e);
    }
  }
}
