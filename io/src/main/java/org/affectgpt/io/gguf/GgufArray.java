package org.affectgpt.io.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * An array of the metadata, still where it lies in the mapped file.
 *
 * @param name its key, for messages
 * @param type the type of the elements
 * @param length the number of elements
 * @param data the elements' bytes
 */
public record GgufArray(
    String name, GgufValueType type, long length, MemorySegment data, Path file) {
  /** Arrays in arrays in arrays: more than any writer makes. */
  private static final int DEEPEST = 4;

  /** Reads over an array, checking every length in it. */
  static GgufArray read(String name, GgufCursor cursor, MemorySegment all, Path file) {
    return read(name, cursor, all, file, 1);
  }

  private static GgufArray read(
      String name, GgufCursor cursor, MemorySegment all, Path file, int depth) {
    String what = "metadata '" + name + "'";
    if (depth > DEEPEST) {
      throw cursor.damaged(what + " nests arrays deeper than " + DEEPEST);
    }
    GgufValueType type = GgufValueType.read(cursor, what);
    long n = cursor.count(type.leastBytes(), "the length of " + what);
    long start = cursor.position();
    switch (type) {
      case STRING -> {
        for (long i = 0; i < n; i++) {
          cursor.take(cursor.u64(what), what);
        }
      }
      case ARRAY -> {
        for (long i = 0; i < n; i++) {
          read(name, cursor, all, file, depth + 1);
        }
      }
      default -> cursor.take(n * type.leastBytes(), what);
    }
    MemorySegment data = all.asSlice(start, cursor.position() - start);
    return new GgufArray(name, type, n, data, file);
  }

  /**
   * The elements of an array of strings.
   *
   * @throws InputException if it has other elements or one is not UTF-8
   */
  public List<String> strings() {
    require(type == GgufValueType.STRING, "strings");
    GgufCursor cursor = new GgufCursor(file, data);
    List<String> strings = new ArrayList<>((int) length);
    for (int i = 0; i < length; i++) {
      strings.add(cursor.string("a string of metadata '" + name + "'"));
    }
    return strings;
  }

  /**
   * The elements of an array of integers; UINT64 keeps its bits.
   *
   * @throws InputException if it has other elements
   */
  public long[] integers() {
    require(type.isInteger(), "whole numbers");
    long[] values = new long[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = GgufScalar.integer(type, data, i);
    }
    return values;
  }

  /**
   * The elements of an array of floating-point numbers.
   *
   * @throws InputException if it has other elements
   */
  public double[] reals() {
    require(type == GgufValueType.FLOAT32 || type == GgufValueType.FLOAT64, "fractions");
    double[] values = new double[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = GgufScalar.real(type, data, i);
    }
    return values;
  }

  /**
   * The elements of an array of arrays.
   *
   * @throws InputException if it has other elements
   */
  public List<GgufArray> arrays() {
    require(type == GgufValueType.ARRAY, "arrays");
    GgufCursor cursor = new GgufCursor(file, data);
    List<GgufArray> arrays = new ArrayList<>((int) length);
    for (int i = 0; i < length; i++) {
      arrays.add(read(name, cursor, data, file, 1));
    }
    return arrays;
  }

  private void require(boolean fits, String needed) {
    if (!fits || length != (int) length) {
      throw new InputException(
          file
              + ": metadata '"
              + name
              + "' holds "
              + length
              + " values of type "
              + type
              + " but "
              + needed
              + " are needed");
    }
  }
}
