package org.affectgpt.tensor.dtype;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where the blocks of 64 rows that lie side by side have their bytes ({@link DType#Q8_0_R64}): for
 * every 32 columns two lines of scales, then a line for each byte of a block. A line is 16 ints; an
 * int has a byte, or half a scale, of four rows that are 16 apart.
 */
public final class GroupLayout {
  /** Rows of a group. */
  public static final int ROWS = 64;

  /** Ints of a line. */
  private static final int LINE = 16;

  private static final int BLOCK = 32;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private GroupLayout() {}

  /**
   * Lays the blocks of 64 rows side by side.
   *
   * @param scales one of each row
   * @param bytes {@code [64, length]}, the bytes of the blocks behind the scales, 0 to 255
   * @param length bytes of a block behind its scale
   * @param lines receives {@code 16 (2 + length)} ints, to be stored with the low byte first
   */
  public static void interleave(float[] scales, int[] bytes, int length, int[] lines) {
    for (int r = 0; r < LINE; r++) {
      for (int half = 0; half < 2; half++) {
        int even = Half.toF16(scales[2 * half * LINE + r]) & 0xffff;
        lines[half * LINE + r] = even | Half.toF16(scales[(2 * half + 1) * LINE + r]) << 16;
      }
    }
    int quarter = LINE * length;
    for (int i = 0; i < length; i++) {
      int to = (2 + i) * LINE;
      for (int r = 0; r < LINE; r++) {
        int at = r * length + i;
        lines[to + r] =
            bytes[at]
                | bytes[at + quarter] << 8
                | bytes[at + 2 * quarter] << 16
                | bytes[at + 3 * quarter] << 24;
      }
    }
  }

  /**
   * Reads elements of a matrix in the order of whole rows.
   *
   * @param type {@link DType#Q8_0_R64} or {@link DType#Q4_0_R64}
   * @param at where the matrix begins in {@code data}
   * @param columns the length of a row
   * @param from the first element
   * @param out receives {@code n} floats from {@code to} on
   */
  public static void read(
      DType type, MemorySegment data, long at, int columns, long from, float[] out, int to, int n) {
    long groupBytes = ROWS * type.bytes(columns);
    for (int done = 0; done < n; ) {
      long row = (from + done) / columns;
      int column = (int) ((from + done) % columns);
      int within = column % BLOCK;
      int count = Math.min(n - done, BLOCK - within);
      long block = at + row / ROWS * groupBytes + (long) column / BLOCK * ROWS * type.blockBytes();
      block(type, data, block, (int) (row % ROWS), within, out, to + done, count);
      done += count;
    }
  }

  private static void block(
      DType type, MemorySegment data, long block, int row, int from, float[] out, int to, int n) {
    int lane = row % LINE;
    int quarter = row / LINE;
    long scaleAt = 64L * (quarter / 2) + 4L * lane + 2L * (quarter % 2);
    float scale = Half.fromF16(data.get(SHORT, block + scaleAt));
    long first = block + 2 * ROWS + 4L * lane + quarter;
    for (int i = 0; i < n; i++) {
      int column = from + i;
      int q;
      if (type == DType.Q8_0_R64) {
        q = data.get(ValueLayout.JAVA_BYTE, first + (long) ROWS * column);
      } else {
        int pair = data.get(ValueLayout.JAVA_BYTE, first + (long) ROWS * (column % 16));
        q = (pair >> (column < 16 ? 0 : 4) & 15) - 8;
      }
      out[to + i] = q * scale;
    }
  }
}
