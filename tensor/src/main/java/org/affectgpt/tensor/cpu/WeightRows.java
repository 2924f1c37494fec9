package org.affectgpt.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.affectgpt.tensor.backend.Storage;

/** Reads runs of elements of any storage as floats: weights as they lie in a mapped file. */
final class WeightRows {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private WeightRows() {}

  /**
   * Writes {@code count} elements that begin at {@code from} to {@code out}. Block types begin and
   * end at a block.
   */
  static void read(Storage storage, long from, int count, float[] out, int outOffset) {
    if (storage instanceof FloatArray array) {
      System.arraycopy(array.data(), Math.toIntExact(from), out, outOffset, count);
    } else if (storage instanceof SegmentStorage weights) {
      int block = weights.dtype().blockLength();
      if (from % block != 0 || count % block != 0) {
        throw new IllegalArgumentException(
            "elements " + from + " to " + (from + count) + " cut a block of " + block);
      }
      long at = weights.dtype().bytes(from);
      MemorySegment segment = weights.segment();
      switch (weights.dtype()) {
        case F32 -> MemorySegment.copy(segment, FLOAT, at, out, outOffset, count);
        case BF16 -> readBf16(segment, at, count, out, outOffset);
        case F16 -> readF16(segment, at, count, out, outOffset);
        case Q8_0 -> readQ8(segment, at, count, out, outOffset);
        case Q4_0 -> readQ4(segment, at, count, out, outOffset);
        default -> throw new IllegalArgumentException("no float weights: " + weights.dtype());
      }
    } else {
      throw new IllegalArgumentException("not in this machine's memory: " + storage);
    }
  }

  private static void readBf16(MemorySegment s, long at, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      out[to + i] = Float.intBitsToFloat(s.get(SHORT, at + 2L * i) << 16);
    }
  }

  private static void readF16(MemorySegment s, long at, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      out[to + i] = Float.float16ToFloat(s.get(SHORT, at + 2L * i));
    }
  }

  private static void readQ8(MemorySegment s, long at, int count, float[] out, int to) {
    for (int i = 0; i < count; i += 32) {
      long block = at + i / 32 * 34L;
      float scale = Float.float16ToFloat(s.get(SHORT, block));
      for (int j = 0; j < 32; j++) {
        out[to + i + j] = scale * s.get(ValueLayout.JAVA_BYTE, block + 2 + j);
      }
    }
  }

  // The low halves of the 16 bytes are the first 16 weights, the high halves the rest.
  private static void readQ4(MemorySegment s, long at, int count, float[] out, int to) {
    for (int i = 0; i < count; i += 32) {
      long block = at + i / 32 * 18L;
      float scale = Float.float16ToFloat(s.get(SHORT, block));
      for (int j = 0; j < 16; j++) {
        int pair = s.get(ValueLayout.JAVA_BYTE, block + 2 + j);
        out[to + i + j] = scale * ((pair & 15) - 8);
        out[to + i + j + 16] = scale * (((pair >> 4) & 15) - 8);
      }
    }
  }
}
