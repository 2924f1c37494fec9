package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Block formats with 64 rows side by side, in which a product with one row of activations reads a
 * single sequential stream. A group of 64 rows holds for every 32 columns the 64 F16 scales, then
 * for each byte of a block one line of 64 bytes: byte {@code 4r + j} of it is that of row {@code
 * 16j + r}, so that a processor's vector of 16 ints splits into four vectors of adjacent rows. The
 * scale of that row lies at byte {@code 64 (j / 2) + 4r + 2 (j % 2)}.
 */
public final class RowGroups {
  /** Rows of a group. */
  public static final int ROWS = 64;

  private static final int BLOCK = 32;
  private static final int SCALES = 2 * ROWS;

  private RowGroups() {}

  /**
   * The format with rows side by side that has the blocks of {@code type} and can hold {@code
   * rows}; {@code type} itself if there is none.
   */
  public static StoredType grouped(StoredType type, long rows) {
    if (rows == 0 || rows % ROWS != 0) {
      return type;
    }
    return switch (type) {
      case Q8_0 -> StoredType.Q8_0_R64;
      case Q4_0 -> StoredType.Q4_0_R64;
      default -> type;
    };
  }

  /**
   * Lays whole groups of plain rows side by side.
   *
   * @param type the format with rows side by side
   * @param rows blocks of rows one by one, {@code [rows, columns]}
   * @param columns a multiple of 32
   * @param elements a multiple of {@code 64 columns}
   * @param target receives as many bytes
   */
  public static void interleave(
      StoredType type, MemorySegment rows, int columns, long elements, MemorySegment target) {
    int bytes = type.blockBytes();
    int rowBytes = columns / BLOCK * bytes;
    if (columns % BLOCK != 0 || elements % ((long) ROWS * columns) != 0) {
      throw new IllegalArgumentException(elements + " elements in rows of " + columns);
    }
    byte[] plain = new byte[ROWS * bytes];
    byte[] lines = new byte[ROWS * bytes];
    for (long group = 0; group < type.bytes(elements); group += (long) ROWS * rowBytes) {
      for (int block = 0; block < rowBytes; block += bytes) {
        for (int r = 0; r < ROWS; r++) {
          long from = group + (long) r * rowBytes + block;
          MemorySegment.copy(rows, ValueLayout.JAVA_BYTE, from, plain, r * bytes, bytes);
        }
        lines(plain, bytes, lines);
        long to = group + (long) block * ROWS;
        MemorySegment.copy(lines, 0, target, ValueLayout.JAVA_BYTE, to, lines.length);
      }
    }
  }

  private static void lines(byte[] plain, int bytes, byte[] lines) {
    for (int r = 0; r < ROWS; r++) {
      int from = r * bytes;
      lines[scale(r)] = plain[from];
      lines[scale(r) + 1] = plain[from + 1];
      int to = SCALES + place(r);
      for (int i = 2; i < bytes; i++) {
        lines[to] = plain[from + i];
        to += ROWS;
      }
    }
  }

  private static int scale(int row) {
    int quarter = row / 16;
    return 64 * (quarter / 2) + 4 * (row % 16) + 2 * (quarter % 2);
  }

  private static int place(int row) {
    return 4 * (row % 16) + row / 16;
  }

  /** Elements {@code from .. from + n}, in the order of whole rows, as floats. */
  static void toFloats(TensorEntry entry, long from, float[] target, int at, int n) {
    int columns = Math.toIntExact(entry.shape().getLast());
    for (int done = 0; done < n; ) {
      long row = (from + done) / columns;
      int column = (int) ((from + done) % columns);
      int count = Math.min(n - done, columns - column);
      row(entry, row, column, target, at + done, count);
      done += count;
    }
  }

  private static void row(TensorEntry e, long row, int column, float[] target, int at, int n) {
    MemorySegment data = e.data();
    long columns = e.shape().getLast();
    long blockBytes = (long) ROWS * e.type().blockBytes();
    long group = row / ROWS * (columns / BLOCK) * blockBytes;
    int r = (int) (row % ROWS);
    for (int i = 0; i < n; i++) {
      int within = (column + i) % BLOCK;
      long block = group + (column + i) / BLOCK * blockBytes;
      long line = block + SCALES + place(r);
      float scale = LittleEndian.f16(data, block + scale(r));
      if (e.type() == StoredType.Q8_0_R64) {
        target[at + i] = scale * LittleEndian.i8(data, line + (long) ROWS * within);
      } else {
        int pair = LittleEndian.u8(data, line + (long) ROWS * (within % 16));
        target[at + i] = scale * ((within < 16 ? pair & 15 : pair >> 4) - 8);
      }
    }
  }
}
