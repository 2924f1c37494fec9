package org.affectgpt.io.npy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/**
 * An array of an {@code .npy} file: row-major, little-endian, of one of the formats bool, u1, i1,
 * i2, i4, i8, f2, f4, f8. An array read from a file stays mapped for as long as it is reachable.
 */
public final class NpyArray {
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final TensorEntry values;

  private NpyArray(Path file, StoredType type, List<Long> shape, MemorySegment data) {
    this.values = new TensorEntry("array", type, shape, data, file);
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
    if (new NpyHeader(type, dimensions).dataBytes() != bytes.capacity()) {
      throw new IllegalArgumentException(
          bytes.capacity() / type.blockBytes() + " values do not fill the shape " + dimensions);
    }
    return new NpyArray(Path.of("array"), type, dimensions, MemorySegment.ofBuffer(bytes));
  }

  /**
   * Reads an array.
   *
   * @throws InputException naming the file when it is missing, damaged, or of a kind that is not
   *     supported
   */
  public static NpyArray read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment all =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return parse(file, all);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }

  private static NpyArray parse(Path file, MemorySegment all) {
    long size = all.byteSize();
    int magic = NpyHeader.MAGIC.length;
    if (size < 12
        || !Arrays.equals(all.asSlice(0, magic).toArray(ValueLayout.JAVA_BYTE), NpyHeader.MAGIC)) {
      throw new IllegalArgumentException("is not an .npy file");
    }
    int version = all.get(ValueLayout.JAVA_BYTE, 6);
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("is an .npy file of the unknown version " + version);
    }
    ByteBuffer start = all.asSlice(8, 4).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long length =
        version == 1
            ? Short.toUnsignedInt(start.getShort())
            : Integer.toUnsignedLong(start.getInt());
    long begin = version == 1 ? 10 : 12;
    if (length > Math.min(size - begin, MAX_HEADER_BYTES)) {
      throw new IllegalArgumentException(
          "is damaged: header of " + length + " bytes in a file of " + size);
    }
    byte[] text = all.asSlice(begin, length).toArray(ValueLayout.JAVA_BYTE);
    NpyHeader header = NpyHeader.parse(new String(text, StandardCharsets.UTF_8));
    MemorySegment data = all.asSlice(begin + length);
    if (header.dataBytes() != data.byteSize()) {
      throw new IllegalArgumentException(
          "is damaged: shape "
              + header.shape()
              + " of "
              + header.type()
              + " needs "
              + header.dataBytes()
              + " bytes, the file has "
              + data.byteSize());
    }
    return new NpyArray(file, header.type(), header.shape(), data);
  }

  /**
   * Writes the array as NumPy would, under a temporary name that is then renamed.
   *
   * @throws InputException if the file cannot be written
   */
  public void write(Path file) {
    byte[] header = new NpyHeader(values.type(), values.shape()).toBytes();
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
