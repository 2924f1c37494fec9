package org.affectgpt.io.safetensors;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.stored.ShardIndex;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a Hugging Face model folder: {@code model.safetensors}, or the shards listed in
 * {@code model.safetensors.index.json}, seen as one set of names.
 */
public final class SafeTensorsFolder implements TensorSource {
  public static final String SINGLE = "model.safetensors";
  public static final String INDEX = "model.safetensors.index.json";

  private final Path folder;
  private final @Nullable Arena owned;
  private final Map<String, TensorEntry> entries;

  private SafeTensorsFolder(Path folder, @Nullable Arena owned, Map<String, TensorEntry> entries) {
    this.folder = folder;
    this.owned = owned;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** Whether the folder holds weights in this format. */
  public static boolean isPresent(Path folder) {
    return Files.isRegularFile(folder.resolve(SINGLE))
        || Files.isRegularFile(folder.resolve(INDEX));
  }

  /**
   * Maps the folder's weights until {@link #close}.
   *
   * @throws InputException naming the file, and the tensor if one is at fault, when a file is
   *     missing or damaged or lacks a tensor that the index promises
   */
  public static SafeTensorsFolder open(Path folder) {
    Arena arena = Arena.ofShared();
    try {
      return new SafeTensorsFolder(folder, arena, read(folder, arena));
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Maps the folder's weights for as long as {@code arena} lives. */
  public static SafeTensorsFolder open(Path folder, Arena arena) {
    return new SafeTensorsFolder(folder, null, read(folder, arena));
  }

  private static Map<String, TensorEntry> read(Path folder, Arena arena) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + ": no such folder");
    }
    Path single = folder.resolve(SINGLE);
    Path index = folder.resolve(INDEX);
    if (Files.exists(single)) {
      Map<String, TensorEntry> entries = new LinkedHashMap<>();
      SafeTensorsFile.open(single, arena).entries().forEach(e -> entries.put(e.name(), e));
      return entries;
    }
    if (Files.exists(index)) {
      return ShardIndex.read(index, shard -> SafeTensorsFile.open(shard, arena));
    }
    throw new InputException(folder + ": holds neither " + SINGLE + " nor " + INDEX);
  }

  public Path folder() {
    return folder;
  }

  @Override
  public Collection<TensorEntry> entries() {
    return entries.values();
  }

  @Override
  public @Nullable TensorEntry find(String name) {
    return entries.get(name);
  }

  @Override
  public TensorEntry entry(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(folder + ": its safetensors files have no tensor '" + name + "'");
    }
    return entry;
  }

  @Override
  public void close() {
    if (owned != null && owned.scope().isAlive()) {
      owned.close();
    }
  }
}
