package org.affectgpt.io.gguf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/**
 * A memory-mapped GGUF file: counts, typed metadata, a table of tensors, then their bytes. Only
 * metadata and table are read. Tensors keep the names that llama.cpp gives them; their dimensions,
 * innermost first in the file, are turned to row-major shapes.
 */
public final class GgufFile extends NamedTensors {
  private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final int version;
  private final GgufMetadata metadata;

  private GgufFile(
      Path path, int version, GgufMetadata metadata, Map<String, TensorEntry> entries) {
    super(path, entries);
    this.path = path;
    this.version = version;
    this.metadata = metadata;
  }

  /**
   * Maps the file until {@link #close}.
   *
   * @throws InputException naming the file, and the tensor or key if one is at fault, when it is
   *     missing, damaged, big-endian, of version 1, or holds tensors of a type that is not read
   */
  public static GgufFile open(Path path) {
    return owning(arena -> open(path, arena));
  }

  /**
   * Maps the file, and the other parts of a split model, for as long as {@code arena} lives, {@code
   * Arena.ofAuto()} for weights that are used in place; {@link #close} then does nothing.
   */
  public static GgufFile open(Path path, Arena arena) {
    GgufFile file = single(path, arena);
    Map<String, TensorEntry> own = new LinkedHashMap<>();
    file.entries().forEach(e -> own.put(e.name(), e));
    return new GgufFile(
        path, file.version, file.metadata, GgufParts.join(path, file.metadata, own, arena));
  }

  /** One file, be it a part of a split model. */
  static GgufFile single(Path path, Arena arena) {
    return parse(path, MappedFile.map(path, arena));
  }

  private static GgufFile parse(Path path, MemorySegment all) {
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
    return new GgufFile(path, version, metadata, entries);
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
}
