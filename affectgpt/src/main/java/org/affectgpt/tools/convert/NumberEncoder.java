package org.affectgpt.tools.convert;

import static org.affectgpt.io.stored.LittleEndian.FLOAT;
import static org.affectgpt.io.stored.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import org.affectgpt.io.stored.BlockEncoder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.dtype.Half;

/** Encodes floats in a number format; halves are rounded to nearest even. */
final class NumberEncoder {
  private NumberEncoder() {}

  /**
   * Encodes the first {@code n} values of the chunk into its bytes.
   *
   * @param columns the length of a row, for blocks; where rows lie side by side the values fill
   *     whole groups
   * @return whether the format can hold every value: none is beyond the range of an F16 or of the
   *     scale of a block
   */
  static boolean encode(StoredType type, ChunkBuffers.Chunk chunk, int n, int columns) {
    float[] values = chunk.values();
    MemorySegment bytes = chunk.bytes();
    switch (type) {
      case F32 -> MemorySegment.copy(values, 0, bytes, FLOAT, 0, n);
      case BF16 -> {
        short[] halves = chunk.halves();
        for (int i = 0; i < n; i++) {
          halves[i] = Half.toBf16(values[i]);
        }
        MemorySegment.copy(halves, 0, bytes, SHORT, 0, n);
      }
      case F16 -> {
        short[] halves = chunk.halves();
        boolean fits = true;
        for (int i = 0; i < n; i++) {
          halves[i] = Half.toF16(values[i]);
          fits &= (halves[i] & 0x7fff) != 0x7c00 || Float.isInfinite(values[i]);
        }
        MemorySegment.copy(halves, 0, bytes, SHORT, 0, n);
        return fits;
      }
      case Q8_0, Q4_0, Q8_0_R64, Q4_0_R64 -> {
        return BlockEncoder.of(type).encode(values, n, columns, bytes);
      }
      default -> throw new IllegalArgumentException("no encoder to " + type);
    }
    return true;
  }
}
