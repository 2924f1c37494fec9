package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.GroupLayout;

/**
 * One stored tensor: row-major, little-endian, its bytes still where they lie in the mapped file.
 *
 * @param name the name in the file
 * @param type the number format
 * @param shape the dimensions; empty for a scalar
 * @param data exactly {@code type.bytes(elements())} bytes; its address need not be aligned
 * @param file where it comes from, for messages
 * @param format what people call the number format: the type's name, or the file's own word for
 *     what is only listed
 */
public record TensorEntry(
    String name, StoredType type, List<Long> shape, MemorySegment data, Path file, String format) {
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** An entry whose format is that of its type. */
  public TensorEntry(
      String name, StoredType type, List<Long> shape, MemorySegment data, Path file) {
    this(name, type, shape, data, file, type.name());
  }

  /** The same numbers under another name. */
  public TensorEntry named(String other) {
    return new TensorEntry(other, type, shape, data, file, format);
  }

  /** The number of elements. */
  public long elements() {
    return type == StoredType.OTHER
        ? shape.stream().reduce(1L, (a, b) -> a * b)
        : data.byteSize() / type.blockBytes() * type.blockLength();
  }

  /** The dimensions as ints. */
  public int[] intShape() {
    return shape.stream().mapToInt(d -> fit(d, "a dimension")).toArray();
  }

  /** Whether another tensor has the same shape and values, in whatever format. */
  public boolean hasSameValues(TensorEntry other) {
    if (!shape.equals(other.shape)) {
      return false;
    }
    if (type == other.type) {
      return data.mismatch(other.data) < 0;
    }
    float[] mine = new float[1 << 16];
    float[] theirs = new float[1 << 16];
    for (long at = 0; at < elements(); at += mine.length) {
      int n = (int) Math.min(mine.length, elements() - at);
      toFloats(at, mine, 0, n);
      other.toFloats(at, theirs, 0, n);
      if (!Arrays.equals(mine, 0, n, theirs, 0, n)) {
        return false;
      }
    }
    return true;
  }

  /**
   * This entry, if its shape is {@code expected}.
   *
   * @throws InputException naming file, tensor and both shapes otherwise
   */
  public TensorEntry require(long... expected) {
    long[] actual = shape.stream().mapToLong(Long::longValue).toArray();
    if (!Arrays.equals(actual, expected)) {
      throw error("has shape " + shape + " but " + Arrays.toString(expected) + " is needed");
    }
    return this;
  }

  /**
   * All elements as floats; integer formats are converted.
   *
   * @throws InputException if the format is only listed
   */
  public float[] toFloats() {
    requireComputed();
    float[] values = new float[fit(elements(), "the number of elements")];
    toFloats(0, values, 0, values.length);
    return values;
  }

  /** Elements {@code from .. from + n} as floats into {@code target} at {@code at}. */
  public void toFloats(long from, float[] target, int at, int n) {
    requireComputed();
    DType dtype = type.dtype();
    if (dtype != null && dtype.rowGroup() > 1) {
      int columns = fit(shape.getLast(), "the length of a row");
      GroupLayout.read(dtype, data, 0, columns, from, target, at, n);
    } else {
      type.toFloats(data, from, target, at, n);
    }
  }

  /** All elements of an integer format. */
  public long[] toLongs() {
    requireInteger();
    long[] values = new long[fit(elements(), "the number of elements")];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.integer(data, i);
      if (type == StoredType.U64 && values[i] < 0) {
        throw error("holds " + Long.toUnsignedString(values[i]) + ", more than a long holds");
      }
    }
    return values;
  }

  /** All elements of an integer format, each of which must fit an int. */
  public int[] toInts() {
    long[] values = toLongs();
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = fit(values[i], "element " + i);
    }
    return ints;
  }

  private void requireComputed() {
    if (!type.isComputed()) {
      throw error(
          "is stored as "
              + format
              + ", which is listed but not computed with; save it as float32 or bfloat16");
    }
  }

  private void requireInteger() {
    requireComputed();
    if (type.isFloat()) {
      throw error("is stored as " + type + " but integers are needed");
    }
  }

  private int fit(long value, String what) {
    if (value != (int) value) {
      throw error(what + " is " + value + ", more than an int holds");
    }
    return (int) value;
  }

  private InputException error(String message) {
    return new InputException(file + ": tensor '" + name + "' " + message);
  }
}
