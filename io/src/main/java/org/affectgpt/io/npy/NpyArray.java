package org.affectgpt.io.npy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;

/**
 * An array of an {@code .npy} file: booleans, integers or floats. An array read from a file stays
 * mapped for as long as it is reachable; one in Fortran order, or big-endian, is copied.
 */
public final class NpyArray {
  private final TensorEntry values;

  private NpyArray(TensorEntry values) {
    this.values = values;
  }

  /** An array of float32 of this shape. */
  public static NpyArray of(long[] shape, float... values) {
    ByteBuffer bytes = littleEndian(4L * values.length);
    bytes.asFloatBuffer().put(values);
    return of(StoredType.F32, shape, bytes);
  }

  /** An array of int32 of this shape. */
  public static NpyArray of(long[] shape, int... values) {
    ByteBuffer bytes = littleEndian(4L * values.length);
    bytes.asIntBuffer().put(values);
    return of(StoredType.I32, shape, bytes);
  }

  /** An array of int64 of this shape. */
  public static NpyArray of(long[] shape, long... values) {
    ByteBuffer bytes = littleEndian(8L * values.length);
    bytes.asLongBuffer().put(values);
    return of(StoredType.I64, shape, bytes);
  }

  /** An array of uint8 of this shape. */
  public static NpyArray of(long[] shape, byte... values) {
    return of(StoredType.U8, shape, ByteBuffer.wrap(values.clone()));
  }

  private static ByteBuffer littleEndian(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static NpyArray of(StoredType type, long[] shape, ByteBuffer bytes) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    if (NpyHeader.of(type, dimensions).dataBytes() != bytes.capacity()) {
      throw new IllegalArgumentException(
          bytes.capacity() / type.blockBytes() + " values do not fill the shape " + dimensions);
    }
    MemorySegment data = MemorySegment.ofBuffer(bytes);
    return new NpyArray(new TensorEntry("array", type, dimensions, data, Path.of("array")));
  }

  /**
   * Reads an array.
   *
   * @throws InputException naming the file when it is missing, damaged, or of a kind that is not
   *     supported
   */
  public static NpyArray read(Path file) {
    MemorySegment all = MappedFile.map(file, Arena.ofAuto());
    try {
      return parse(file, all);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private static NpyArray parse(Path file, MemorySegment all) {
    long length = length(all);
    NpyHeader header = NpyHeader.read(all.asSlice(0, length));
    return new NpyArray(header.numbers("array", all.asSlice(length), file, Arena.ofAuto()));
  }

  private static long length(MemorySegment all) {
    long size = all.byteSize();
    return NpyHeader.length(all.asSlice(0, Math.min(size, NpyHeader.START_BYTES)), size);
  }

  /**
   * The one array of a file as a source of tensors, of the name {@code array}; texts and Python
   * objects are only listed.
   *
   * @param arena keeps the file mapped
   * @throws InputException naming the file when it is missing or damaged
   */
  public static TensorSource source(Path file, Arena arena) {
    MemorySegment all = MappedFile.map(file, arena);
    try {
      long length = length(all);
      NpyHeader header = NpyHeader.read(all.asSlice(0, length));
      TensorEntry entry =
          header.type().number() == null
              ? header.listed("array", all.asSlice(length), file)
              : header.numbers("array", all.asSlice(length), file, arena);
      return new NamedTensors(file, Map.of("array", entry));
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes the array as NumPy would, under a temporary name that is then renamed.
   *
   * @throws InputException if the file cannot be written
   */
  public void write(Path file) {
    byte[] header = NpyHeader.of(values.type(), values.shape()).toBytes();
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
          AtomicFile.write(channel, values.data());
        });
  }

  /** The number format. */
  public StoredType type() {
    return values.type();
  }

  /** The dimensions. */
  public List<Long> shape() {
    return values.shape();
  }

  /** The dimensions as ints. */
  public int[] intShape() {
    return values.intShape();
  }

  /** The bytes as they lie, little-endian. */
  public MemorySegment data() {
    return values.data();
  }

  /** All values as floats. */
  public float[] toFloats() {
    return values.toFloats();
  }

  /** All values of an integer array, each of which must fit an int. */
  public int[] toInts() {
    return values.toInts();
  }

  /** All values of an integer array. */
  public long[] toLongs() {
    return values.toLongs();
  }
}
