package org.affectgpt.tensor.cpu.weights;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.GroupLayout;

/**
 * Weights with {@link #ROWS} rows side by side: {@link DType#Q8_0_R64} and {@link DType#Q4_0_R64}.
 */
public final class RowGroups {
  public static final int ROWS = GroupLayout.ROWS;
  private static final int BLOCK = 32;

  private RowGroups() {}

  public static boolean has(DType dtype) {
    return dtype.rowGroup() == ROWS;
  }

  /** Products of one row of A with {@code groups} groups that begin at {@code b}, or sums. */
  public static void dots(
      DType dtype,
      float[] a,
      int aOffset,
      long b,
      int groups,
      int k,
      float[] out,
      int to,
      boolean add) {
    long bytes = ROWS * dtype.bytes(k);
    if (!add) {
      Arrays.fill(out, to, to + groups * ROWS, 0f);
    }
    for (int g = 0; g < groups; g++) {
      for (int lane = 0; lane < 16; lane += VectorWidth.LANES) {
        int at = to + g * ROWS + lane;
        if (dtype == DType.Q8_0_R64) {
          Q8Groups.dots(a, aOffset, b + g * bytes, lane, k, out, at);
        } else {
          Q4Groups.dots(a, aOffset, b + g * bytes, lane, k, out, at);
        }
      }
    }
  }

  /**
   * Writes columns {@code from .. from + count} of the group at {@code b} as floats {@code [count,
   * 64]}; whole blocks of 32.
   */
  public static void decode(DType dtype, long b, int from, int count, float[] out, int to) {
    if (from % BLOCK != 0 || count % BLOCK != 0) {
      throw new IllegalArgumentException("columns " + from + " to " + (from + count));
    }
    for (int lane = 0; lane < 16; lane += VectorWidth.LANES) {
      if (dtype == DType.Q8_0_R64) {
        Q8Groups.decode(b, lane, from, count, out, to + lane);
      } else {
        Q4Groups.decode(b, lane, from, count, out, to + lane);
      }
    }
  }

  /** Writes elements {@code from .. from + count} in the order of whole rows. */
  static void read(SegmentStorage w, long from, int count, float[] out, int to) {
    if (from < 0 || count > w.length() - from) {
      throw new IllegalArgumentException(count + " elements from " + from + " of " + w.length());
    }
    long at = NativeBytes.address(w, 0, w.length());
    GroupLayout.read(w.dtype(), NativeBytes.ALL, at, w.columns(), from, out, to, count);
    Reference.reachabilityFence(w);
  }
}
