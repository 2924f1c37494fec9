package org.affectgpt.io.stored;

import static org.affectgpt.io.stored.LittleEndian.INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.affectgpt.tensor.dtype.GroupLayout;

/**
 * Quantises floats to Q8_0 or Q4_0 blocks, of rows one by one or side by side, bit for bit as the
 * {@code gguf} package does it. An encoder has no state; threads may share one.
 */
public final class BlockEncoder {
  private static final int LENGTH = BlockQuantiser.LENGTH;
  private static final int GROUP = GroupLayout.ROWS;

  /** Scales from here on round to the infinite binary16. */
  private static final float F16_OVERFLOW = 65520;

  private final StoredType type;

  /** The bytes of a block behind its scale. */
  private final int bytes;

  private BlockEncoder(StoredType type) {
    this.type = type;
    this.bytes = type.blockBytes() - 2;
  }

  /** Whether there is an encoder to this format. */
  public static boolean encodes(StoredType type) {
    return type.plainRows() == StoredType.Q8_0 || type.plainRows() == StoredType.Q4_0;
  }

  /**
   * The encoder to {@code type}.
   *
   * @throws IllegalArgumentException if {@link #encodes} says no
   */
  public static BlockEncoder of(StoredType type) {
    if (!encodes(type)) {
      throw new IllegalArgumentException("no encoder to " + type);
    }
    return new BlockEncoder(type);
  }

  /**
   * Encodes the first {@code n} values: whole blocks, and where rows lie side by side whole groups.
   *
   * @param columns the length of a row, a multiple of 32
   * @param target receives {@code type.bytes(n)} bytes
   * @return whether all values were finite and not too large for an F16 scale; else the blocks mean
   *     nothing
   */
  public boolean encode(float[] values, int n, int columns, MemorySegment target) {
    long unit = type.rowGroup() == 1 ? LENGTH : (long) type.rowGroup() * columns;
    if (columns % LENGTH != 0 || n % unit != 0) {
      throw new IllegalArgumentException(n + " elements in rows of " + columns + " as " + type);
    }
    return type.rowGroup() == 1 ? rows(values, n, target) : groups(values, n, columns, target);
  }

  private boolean rows(float[] values, int n, MemorySegment target) {
    int[] quantised = new int[LENGTH];
    byte[] block = new byte[bytes];
    boolean fits = true;
    for (int i = 0; i < n; i += LENGTH) {
      long at = type.bytes(i);
      float scale = quantise(values, i, quantised, 0);
      fits &= Math.abs(scale) < F16_OVERFLOW;
      for (int j = 0; j < bytes; j++) {
        block[j] = (byte) quantised[j];
      }
      LittleEndian.putF16(target, at, scale);
      MemorySegment.copy(block, 0, target, ValueLayout.JAVA_BYTE, at + 2, bytes);
    }
    return fits;
  }

  private boolean groups(float[] values, int n, int columns, MemorySegment target) {
    float[] scales = new float[GROUP];
    int[] quantised = new int[GROUP * bytes];
    int[] lines = new int[GROUP * type.blockBytes() / Integer.BYTES];
    boolean fits = true;
    long at = 0;
    for (int group = 0; group < n; group += GROUP * columns) {
      for (int column = 0; column < columns; column += LENGTH) {
        for (int r = 0; r < GROUP; r++) {
          scales[r] = quantise(values, group + r * columns + column, quantised, r * bytes);
          fits &= Math.abs(scales[r]) < F16_OVERFLOW;
        }
        GroupLayout.interleave(scales, quantised, bytes, lines);
        MemorySegment.copy(lines, 0, target, INT, at, lines.length);
        at += (long) Integer.BYTES * lines.length;
      }
    }
    return fits;
  }

  private float quantise(float[] values, int at, int[] out, int to) {
    return type.plainRows() == StoredType.Q8_0
        ? BlockQuantiser.bytes(values, at, out, to)
        : BlockQuantiser.nibbles(values, at, out, to);
  }
}
