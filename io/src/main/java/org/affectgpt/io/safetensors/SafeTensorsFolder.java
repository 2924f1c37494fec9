package org.affectgpt.io.safetensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.ShardIndex;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/**
 * The weights of a Hugging Face model folder: {@code model.safetensors}, or the shards listed in
 * {@code model.safetensors.index.json}, seen as one set of names.
 */
public final class SafeTensorsFolder extends NamedTensors {
  public static final String SINGLE = "model.safetensors";
  public static final String INDEX = "model.safetensors.index.json";

  private final Path folder;

  private SafeTensorsFolder(Path folder, Map<String, TensorEntry> entries) {
    super(folder + ": its safetensors files have", entries);
    this.folder = folder;
  }

  /** Whether the folder holds weights in this format. */
  public static boolean isPresent(Path folder) {
    return InputFile.isThere(folder.resolve(SINGLE)) || InputFile.isThere(folder.resolve(INDEX));
  }

  /**
   * Maps the folder's weights until {@link #close}.
   *
   * @throws InputException naming the file, and the tensor if one is at fault, when a file is
   *     missing or damaged or lacks a tensor that the index promises
   */
  public static SafeTensorsFolder open(Path folder) {
    return owning(arena -> open(folder, arena));
  }

  /** Maps the folder's weights for as long as {@code arena} lives. */
  public static SafeTensorsFolder open(Path folder, Arena arena) {
    return new SafeTensorsFolder(folder, read(folder, arena));
  }

  private static Map<String, TensorEntry> read(Path folder, Arena arena) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + ": no such folder");
    }
    Path single = folder.resolve(SINGLE);
    Path index = folder.resolve(INDEX);
    if (InputFile.isThere(single)) {
      Map<String, TensorEntry> entries = new LinkedHashMap<>();
      SafeTensorsFile.open(single, arena).entries().forEach(e -> entries.put(e.name(), e));
      return entries;
    }
    if (InputFile.isThere(index)) {
      return ShardIndex.read(index, shard -> SafeTensorsFile.open(shard, arena));
    }
    throw new InputException(
        folder + ": holds neither " + SINGLE + " nor " + INDEX + instead(folder));
  }

  /** What of weights the folder holds instead, if anything. */
  private static String instead(Path folder) {
    if (Files.isDirectory(folder.resolve("snapshots"))) {
      return "; it is a cache of downloads, give the folder below its 'snapshots'";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> weights =
          files
              .map(f -> String.valueOf(f.getFileName()))
              .filter(n -> n.contains(".safetensors") || n.endsWith(".gguf"))
              .sorted()
              .toList();
      return weights.isEmpty()
          ? ""
          : "; it holds "
              + weights.getFirst()
              + (weights.getFirst().contains("-of-") ? ": get the index of its shards too" : "")
              + (weights.size() > 1 ? " and " + (weights.size() - 1) + " more" : "");
    } catch (IOException e) {
      return "; it cannot be listed: " + InputFile.reason(e);
    }
  }

  public Path folder() {
    return folder;
  }
}
