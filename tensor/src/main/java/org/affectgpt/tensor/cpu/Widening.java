package org.affectgpt.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.affectgpt.tensor.Half;

/** Stored values of any floating type as F32. */
final class Widening {
  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BLOCK = 32;
  private static final int SCALE_BYTES = 2;

  private Widening() {}

  /**
   * Writes elements {@code [from, from + n)} of the storage to {@code y}.
   *
   * @throws IllegalArgumentException for a type without fractions
   */
  static void widen(SegmentStorage source, long from, float[] y, int at, int n) {
    MemorySegment s = source.segment();
    switch (source.dtype()) {
      case F32 -> MemorySegment.copy(s, F32, from * Float.BYTES, y, at, n);
      case BF16 -> {
        for (int i = 0; i < n; i++) {
          y[at + i] = Half.fromBf16(s.get(U16, (from + i) * Short.BYTES));
        }
      }
      case F16 -> {
        for (int i = 0; i < n; i++) {
          y[at + i] = Half.fromF16(s.get(U16, (from + i) * Short.BYTES));
        }
      }
      case Q8_0 -> q8(s, from, y, at, n);
      case Q4_0 -> q4(s, from, y, at, n);
      case I32 -> throw new IllegalArgumentException("I32 values where floats are needed");
    }
  }

  private static void q8(MemorySegment s, long from, float[] y, int at, int n) {
    int bytes = SCALE_BYTES + BLOCK;
    for (int i = 0; i < n; i++) {
      long block = (from + i) / BLOCK * bytes;
      int place = (int) ((from + i) % BLOCK);
      float scale = Half.fromF16(s.get(U16, block));
      y[at + i] = scale * s.get(ValueLayout.JAVA_BYTE, block + SCALE_BYTES + place);
    }
  }

  /** Low halves of the bytes are the first 16 values of a block, high halves the others. */
  private static void q4(MemorySegment s, long from, float[] y, int at, int n) {
    int half = BLOCK / 2;
    int bytes = SCALE_BYTES + half;
    for (int i = 0; i < n; i++) {
      long block = (from + i) / BLOCK * bytes;
      int place = (int) ((from + i) % BLOCK);
      float scale = Half.fromF16(s.get(U16, block));
      int pair = s.get(ValueLayout.JAVA_BYTE, block + SCALE_BYTES + place % half);
      y[at + i] = scale * ((place < half ? pair & 15 : (pair >> 4) & 15) - 8);
    }
  }
}
