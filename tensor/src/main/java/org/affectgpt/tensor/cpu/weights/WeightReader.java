package org.affectgpt.tensor.cpu.weights;

import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HalfArray;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.GroupLayout;

/** Reads runs of elements of any storage as floats: weights as they lie in a mapped file. */
public final class WeightReader {
  private WeightReader() {}

  /**
   * Writes {@code count} elements that begin at {@code from} to {@code out}.
   *
   * @throws IllegalArgumentException for a type without fractions, or memory of another device
   */
  public static void read(Storage storage, long from, int count, float[] out, int outOffset) {
    if (storage instanceof FloatArray array) {
      System.arraycopy(array.data(), array.index(from), out, outOffset, count);
    } else if (storage instanceof HalfArray array) {
      array.read(from, count, out, outOffset);
    } else if (storage instanceof SegmentStorage weights) {
      WeightFormat.of(weights.dtype()).read(weights, from, count, new FloatSpan(out, outOffset));
    } else {
      throw new IllegalArgumentException("floats in CPU memory are needed, not " + storage.dtype());
    }
  }

  /** An F32 operand to read; what is not F32 on the heap is widened to a copy, once per call. */
  public static FloatSpan floats(View v, long n) {
    if (v.storage() instanceof FloatArray) {
      return FloatSpan.of(v);
    }
    float[] copy = new float[Math.toIntExact(n)];
    read(v.storage(), v.offset(), copy.length, copy, 0);
    return FloatSpan.of(copy);
  }

  /** The same as F32 on the heap: itself, or a widened copy of its {@code n} elements. */
  public static View widened(View v, long n) {
    return v.storage() instanceof FloatArray ? v : new View(new FloatArray(floats(v, n).data()), 0);
  }

  /**
   * Checks that {@code rows} rows of {@code k} elements, {@code stride} apart, begin and end at a
   * block, and where rows lie side by side, that they are whole groups.
   *
   * @throws IllegalArgumentException if one cuts a block or a group
   */
  public static void checkBlocks(View weights, int rows, int k, int stride) {
    DType dtype = weights.dtype();
    long from = weights.offset();
    if (dtype.rowGroup() > 1) {
      checkGroups((SegmentStorage) weights.storage(), from, rows, k, stride);
      return;
    }
    int block = dtype.blockLength();
    if (from % block != 0 || k % block != 0 || stride % block != 0) {
      throw new IllegalArgumentException(
          String.format(
              "rows of %d elements, %d apart from %d on, cut %s blocks of %d",
              k, stride, from, dtype, block));
    }
  }

  private static void checkGroups(SegmentStorage w, long from, int rows, int k, int stride) {
    int columns = w.columns();
    if (k != columns
        || (rows > 1 && stride != columns)
        || rows % GroupLayout.ROWS != 0
        || from % ((long) GroupLayout.ROWS * columns) != 0) {
      throw new IllegalArgumentException(
          String.format(
              "%d rows of %d elements, %d apart from %d on, of groups of %d rows of %d",
              rows, k, stride, from, GroupLayout.ROWS, columns));
    }
  }
}
