package org.affectgpt.io.safetensors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.stored.FileKind;
import org.affectgpt.io.stored.LittleEndian;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/**
 * A memory-mapped safetensors file: 8 bytes of header length, a JSON header, then the tensors. Only
 * the header is read; pages of tensor data are loaded when they are touched.
 */
public final class SafeTensorsFile extends NamedTensors {
  /** The reference library's bound on the header. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path path;
  private final Map<String, String> metadata;

  private SafeTensorsFile(
      Path path, Map<String, String> metadata, Map<String, TensorEntry> entries) {
    super(path, entries);
    this.path = path;
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Maps the file until {@link #close}.
   *
   * @throws InputException naming the file, and the tensor if one is at fault, when it is missing
   *     or damaged
   */
  public static SafeTensorsFile open(Path path) {
    return owning(arena -> open(path, arena));
  }

  /**
   * Maps the file for as long as {@code arena} lives, {@code Arena.ofAuto()} for weights that are
   * used in place; {@link #close} then does nothing.
   */
  public static SafeTensorsFile open(Path path, Arena arena) {
    MemorySegment all = MappedFile.map(path, arena);
    String other = headerBytes(all) < 0 ? FileKind.hint(all) : null;
    if (other != null) {
      throw new InputException(path + ": is no safetensors file: it " + other);
    }
    try {
      return parse(path, all);
    } catch (SafeTensorsHeader.Malformed e) {
      throw new InputException(path + ": damaged safetensors file: " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      boolean twice = e.getOriginalMessage().startsWith("Duplicate");
      JsonLocation at = e.getLocation(); // none where a number has too many digits
      throw new InputException(
          path
              + ": damaged safetensors file: its header "
              + (twice ? "names a key twice" : "is not readable JSON")
              + (at == null
                  ? ""
                  : (twice ? ", near byte " : " at byte ") + (8 + at.getByteOffset())),
          e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /** The length of the header, or -1 if there cannot be one of this length. */
  private static long headerBytes(MemorySegment all) {
    long size = all.byteSize();
    long headerBytes = size < 8 ? -1 : LittleEndian.i64(all, 0);
    boolean fits = headerBytes >= 2 && headerBytes <= Math.min(size - 8, MAX_HEADER_BYTES);
    return fits ? headerBytes : -1;
  }

  private static SafeTensorsFile parse(Path path, MemorySegment all)
      throws SafeTensorsHeader.Malformed, IOException {
    long size = all.byteSize();
    if (size < 8) {
      throw new SafeTensorsHeader.Malformed("only " + size + " bytes long");
    }
    long headerBytes = headerBytes(all);
    if (headerBytes < 0) {
      throw new SafeTensorsHeader.Malformed(
          "header length "
              + Long.toUnsignedString(LittleEndian.i64(all, 0))
              + " in a file of "
              + size
              + " bytes");
    }
    byte[] json = all.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    MemorySegment data = all.asSlice(8 + headerBytes);
    SafeTensorsHeader header =
        SafeTensorsHeader.read(new ByteArrayInputStream(json), data.byteSize());
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    for (SafeTensorsHeader.Tensor t : header.tensors()) {
      MemorySegment bytes = data.asSlice(t.begin(), t.end() - t.begin());
      String format = header.metadata().get(SafeTensorsHeader.QUANTIZED + t.name());
      entries.put(
          t.name(),
          format == null
              ? new TensorEntry(t.name(), t.type(), t.shape(), bytes, path)
              : quantized(t, format, bytes, path));
    }
    return new SafeTensorsFile(path, header.metadata(), entries);
  }

  private static TensorEntry quantized(
      SafeTensorsHeader.Tensor t, String format, MemorySegment bytes, Path path)
      throws SafeTensorsHeader.Malformed {
    StoredType type = StoredType.of(format);
    int last = t.shape().size() - 1;
    if (type == null
        || !type.isBlock()
        || t.type() != StoredType.U8
        || last < 0
        || t.shape().get(last) % type.blockBytes() != 0
        || (type.rowGroup() > 1 && (last != 1 || t.shape().get(0) % type.rowGroup() != 0))) {
      throw new SafeTensorsHeader.Malformed(
          "tensor '" + t.name() + "' does not hold blocks of the format " + format);
    }
    List<Long> shape = new ArrayList<>(t.shape());
    shape.set(last, shape.get(last) / type.blockBytes() * type.blockLength());
    return new TensorEntry(t.name(), type, shape, bytes, path);
  }

  public Path path() {
    return path;
  }

  /** The header's free text, for example {@code format -> pt}. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
