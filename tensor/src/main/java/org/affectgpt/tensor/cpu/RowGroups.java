package org.affectgpt.tensor.cpu;

import java.lang.ref.Reference;
import org.affectgpt.tensor.DType;

/**
 * Weights with {@link #ROWS} rows side by side: {@link DType#Q8_0_R64} and {@link DType#Q4_0_R64}.
 */
final class RowGroups {
  static final int ROWS = 64;
  private static final int BLOCK = 32;

  /** Bytes of a group's scales in front of a column of blocks. */
  private static final int SCALES = 2 * ROWS;

  private RowGroups() {}

  static boolean has(DType dtype) {
    return dtype.rowGroup() == ROWS;
  }

  /** Products of one row of A with {@code groups} groups that begin at {@code b}, or sums. */
  static void dots(
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
    for (int g = 0; g < groups; g++) {
      for (int lane = 0; lane < 16; lane += VectorWidth.LANES) {
        int at = to + g * ROWS + lane;
        if (dtype == DType.Q8_0_R64) {
          Q8Groups.dots(a, aOffset, b + g * bytes, lane, k, out, at, add);
        } else {
          Q4Groups.dots(a, aOffset, b + g * bytes, lane, k, out, at, add);
        }
      }
    }
  }

  /**
   * Writes columns {@code from .. from + count} of the group at {@code b} as floats {@code [count,
   * 64]}; whole blocks of 32.
   */
  static void decode(DType dtype, long b, int from, int count, float[] out, int to) {
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
    int columns = w.columns();
    for (int done = 0; done < count; ) {
      long row = (from + done) / columns;
      int column = (int) ((from + done) % columns);
      int n = Math.min(count - done, columns - column);
      long group = row / ROWS * ROWS * columns;
      long at = NativeBytes.address(w, group, (long) ROWS * columns);
      row(w.dtype(), at, (int) (row % ROWS), column, n, out, to + done);
      done += n;
    }
    Reference.reachabilityFence(w);
  }

  private static long scale(int row) {
    int quarter = row / 16;
    return quarter / 2 * 64 + 4L * (row % 16) + quarter % 2 * 2;
  }

  private static void row(
      DType dtype, long group, int row, int column, int n, float[] out, int to) {
    long blockBytes = (long) ROWS * dtype.blockBytes();
    long place = SCALES + 4L * (row % 16) + row / 16;
    for (int i = 0; i < n; i++) {
      int within = (column + i) % BLOCK;
      long block = group + (column + i) / BLOCK * blockBytes;
      float scale = NativeBytes.getHalf(block + scale(row));
      int q;
      if (dtype == DType.Q8_0_R64) {
        q = NativeBytes.getByte(block + place + 64L * within);
      } else {
        int pair = NativeBytes.getByte(block + place + 64L * (within % 16)) & 255;
        q = (within < 16 ? pair & 15 : pair >> 4) - 8;
      }
      out[to + i] = q * scale;
    }
  }
}
