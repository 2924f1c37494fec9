package org.affectgpt.io.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A memory-mapped GGUF file: counts, typed metadata, a table of tensors, then their bytes. Only
 * metadata and table are read. Tensors keep the names that llama.cpp gives them; their dimensions,
 * innermost first in the file, are turned to row-major shapes.
 */
public final class GgufFile implements TensorSource {
  private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final @Nullable Arena owned;
  private final int version;
  private final GgufMetadata metadata;
  private final Map<String, TensorEntry> entries;

  private GgufFile(
      Path path,
      @Nullable Arena owned,
      int version,
      GgufMetadata metadata,
      Map<String, TensorEntry> entries) {
    this.path = path;
    this.owned = owned;
    this.version = version;
    this.metadata = metadata;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Maps the file until {@link #close}.
   *
   * @throws InputException naming the file, and the tensor or key if one is at fault, when it is
   *     missing, damaged, big-endian, of version 1, or holds tensors of a type that is not read
   */
  public static GgufFile open(Path path) {
    Arena arena = Arena.ofShared();
    try {
      return open(path, arena, arena);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Maps the file for as long as {@code arena} lives, {@code Arena.ofAuto()} for weights that are
   * used in place; {@link #close} then does nothing.
   */
  public static GgufFile open(Path path, Arena arena) {
    return open(path, arena, null);
  }

  private static GgufFile open(Path path, Arena arena, @Nullable Arena owned) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": no such file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return parse(path, all, owned);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e, e);
    }
  }

  private static GgufFile parse(Path path, MemorySegment all, @Nullable Arena owned) {
    GgufCursor cursor = new GgufCursor(path, all);
    byte[] magic = cursor.take(4, "the signature").toArray(ValueLayout.JAVA_BYTE);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new InputException(path + ": not a GGUF file: it does not begin with GGUF");
    }
    int version = cursor.u32("the version");
    if (version != 2 && version != 3) {
      boolean swapped = version != 0 && (version & 0xFFFF) == 0;
      throw new InputException(
          path
              + (swapped
                  ? ": a big-endian GGUF file; convert it with gguf-convert-endian"
                  : ": GGUF version "
                      + Integer.toUnsignedString(version)
                      + " is not supported, only 2 and 3; convert the model again"));
    }
    long tensors = cursor.count(GgufTable.LEAST_BYTES, "the number of tensors");
    long pairs = cursor.count(GgufMetadata.LEAST_BYTES, "the number of metadata pairs");
    GgufMetadata metadata = GgufMetadata.read(cursor, pairs, all, path);
    Map<String, TensorEntry> entries =
        new GgufTable(cursor, path).read(tensors, alignment(metadata, cursor), all);
    return new GgufFile(path, owned, version, metadata, entries);
  }

  private static long alignment(GgufMetadata metadata, GgufCursor cursor) {
    long alignment = metadata.integer("general.alignment", 32);
    if (alignment < 1 || alignment > 1 << 30 || Long.bitCount(alignment) != 1) {
      throw cursor.damaged("the alignment " + alignment + " is not a power of two");
    }
    return alignment;
  }

  public Path path() {
    return path;
  }

  /** The version of the format, 2 or 3; they lie alike. */
  public int version() {
    return version;
  }

  public GgufMetadata metadata() {
    return metadata;
  }

  /** All entries in the order of the table. */
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
      throw new InputException(path + ": has no tensor '" + name + "'");
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
