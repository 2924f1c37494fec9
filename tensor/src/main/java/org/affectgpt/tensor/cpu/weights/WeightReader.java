package org.affectgpt.tensor.cpu.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.dtype.DType;

/** Reads runs of elements of any storage as floats: weights as they lie in a mapped file. */
public final class WeightReader {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(NativeBytes.ORDER);

  private WeightReader() {}

  /**
   * Writes {@code count} elements that begin at {@code from} to {@code out}.
   *
   * @throws IllegalArgumentException for a type without fractions, or memory of another device
   */
  public static void read(Storage storage, long from, int count, float[] out, int outOffset) {
    if (storage instanceof FloatArray array) {
      System.arraycopy(array.data(), array.index(from), out, outOffset, count);
    } else if (storage instanceof SegmentStorage weights) {
      read(weights, from, count, out, outOffset);
    } else {
      throw new IllegalArgumentException("not in this machine's memory: " + storage);
    }
  }

  /** An F32 operand to read; what is not F32 on the heap is widened to a copy, once per call. */
  public static FloatSpan floats(View v, long n) {
    if (v.storage() instanceof SegmentStorage s) {
      int length = Math.toIntExact(n);
      float[] copy = new float[length];
      read(s, v.offset(), length, copy, 0);
      return FloatSpan.of(copy);
    }
    return FloatSpan.of(v);
  }

  private static void read(SegmentStorage w, long from, int count, float[] out, int outOffset) {
    if (count == 0) {
      return;
    }
    if (RowGroups.has(w.dtype())) {
      RowGroups.read(w, from, count, out, outOffset);
      return;
    }
    int block = w.dtype().blockLength();
    int lead = (int) (from % block);
    int head = lead == 0 ? 0 : Math.min(count, block - lead);
    int whole = (count - head) / block * block;
    if (head > 0) {
      part(w, from - lead, lead, head, out, outOffset);
    }
    if (whole > 0) {
      decode(w, from + head, whole, out, outOffset + head);
    }
    if (head + whole < count) {
      long last = from + head + whole;
      part(w, last, 0, count - head - whole, out, outOffset + head + whole);
    }
  }

  private static void part(SegmentStorage w, long block, int lead, int n, float[] out, int to) {
    float[] values = new float[w.dtype().blockLength()];
    decode(w, block, values.length, values, 0);
    System.arraycopy(values, lead, out, to, n);
  }

  private static void decode(SegmentStorage w, long from, int count, float[] out, int to) {
    long at = NativeBytes.address(w, from, count);
    if (to < 0 || count > out.length - to) {
      throw new IndexOutOfBoundsException(count + " values at " + to + " of " + out.length);
    }
    switch (w.dtype()) {
      case F32 -> MemorySegment.copy(w.segment(), FLOAT, from * Float.BYTES, out, to, count);
      case BF16 -> Bf16Rows.decode(at, count, out, to);
      case F16 -> F16Rows.decode(at, count, out, to);
      case Q8_0 -> Q8Rows.decode(at, count, out, to);
      case Q4_0 -> Q4Rows.decode(at, count, out, to);
      case Q8_0_R64, Q4_0_R64 -> throw new IllegalArgumentException("rows side by side");
      case I32 -> throw new IllegalArgumentException("I32 values where floats are needed");
    }
    Reference.reachabilityFence(w);
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
    if (RowGroups.has(dtype)) {
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
        || rows % RowGroups.ROWS != 0
        || from % ((long) RowGroups.ROWS * columns) != 0) {
      throw new IllegalArgumentException(
          String.format(
              "%d rows of %d elements, %d apart from %d on, of groups of %d rows of %d",
              rows, k, stride, from, RowGroups.ROWS, columns));
    }
  }
}
