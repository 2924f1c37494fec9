package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;

/**
 * Decoders of the K formats with minima: 256 values in groups, each group with a small integer
 * scale s and minimum m of its own under the block's F16 scales d and e; a value is {@code d · s ·
 * q - e · m}.
 *
 * <pre>
 *   Q2_K  16 groups of 16   s and m four bits each [16], q [64], d, e
 *   Q4_K   8 groups of 32   d, e, s and m six bits each in [12], q [128]
 *   Q5_K   8 groups of 32   d, e, s and m six bits each in [12], fifth bits [32], q [128]
 * </pre>
 */
final class SuperBlocksWithMinimum {
  private SuperBlocksWithMinimum() {}

  static void q2k(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at + 80);
    float e = LittleEndian.f16(data, at + 82);
    for (int group = 0; group < 16; group++) {
      int packed = LittleEndian.u8(data, at + group);
      float scale = d * (packed & 15);
      float minimum = e * (packed >> 4);
      long bytes = at + 16 + group / 8 * 32 + group % 2 * 16;
      int shift = group % 8 / 2 * 2;
      for (int i = 0; i < 16; i++) {
        int q = LittleEndian.u8(data, bytes + i) >> shift & 3;
        target[to + group * 16 + i] = scale * q - minimum;
      }
    }
  }

  static void q4k(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    float e = LittleEndian.f16(data, at + 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(data, at + 4, group);
      float minimum = e * minimum(data, at + 4, group);
      long bytes = at + 16 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int i = 0; i < 32; i++) {
        int q = LittleEndian.u8(data, bytes + i) >> shift & 15;
        target[to + group * 32 + i] = scale * q - minimum;
      }
    }
  }

  static void q5k(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    float e = LittleEndian.f16(data, at + 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(data, at + 4, group);
      float minimum = e * minimum(data, at + 4, group);
      long bytes = at + 48 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int i = 0; i < 32; i++) {
        int low = LittleEndian.u8(data, bytes + i) >> shift & 15;
        int fifth = LittleEndian.u8(data, at + 16 + i) >> group & 1;
        target[to + group * 32 + i] = scale * (fifth << 4 | low) - minimum;
      }
    }
  }

  /** Bytes 0 to 3 hold scales 0 to 3; the later ones are split over bytes 8 to 11 and the top. */
  private static int scale(MemorySegment data, long at, int group) {
    if (group < 4) {
      return LittleEndian.u8(data, at + group) & 63;
    }
    int low = LittleEndian.u8(data, at + group + 4) & 15;
    return LittleEndian.u8(data, at + group - 4) >> 6 << 4 | low;
  }

  private static int minimum(MemorySegment data, long at, int group) {
    if (group < 4) {
      return LittleEndian.u8(data, at + group + 4) & 63;
    }
    int low = LittleEndian.u8(data, at + group + 4) >> 4;
    return LittleEndian.u8(data, at + group) >> 6 << 4 | low;
  }
}
