package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;

/**
 * Decoders of the K formats, symmetric ones: 256 values in 16 groups of 16, each group with a small
 * integer scale s of its own under the block's F16 scale d. Values are stored half a block (128) at
 * a time; the runs of 32 within a half share bytes, each run at its own bits.
 *
 * <pre>
 *   Q3_K  d · s · (q - 4)     third bits [32], low bits [64], six-bit s + 32 packed in [12], d
 *   Q6_K  d · s · (q - 32)    low bits [128], high bits [64], signed s [16], d
 * </pre>
 */
final class SuperBlocks {
  private SuperBlocks() {}

  static void q3k(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at + 108);
    for (int group = 0; group < 16; group++) {
      float scale = d * (q3Scale(data, at + 96, group) - 32);
      int half = group / 8;
      int run = group % 8 / 2;
      int column = group % 2 * 16;
      for (int i = 0; i < 16; i++) {
        int low = LittleEndian.u8(data, at + 32 + 32 * half + column + i) >> 2 * run & 3;
        int third = LittleEndian.u8(data, at + column + i) >> (4 * half + run) & 1;
        target[to + group * 16 + i] = scale * (low + 4 * third - 4);
      }
    }
  }

  /** Four low bits of scales 0 to 7 and 8 to 15 share bytes 0 to 7, two high bits the last four. */
  private static int q3Scale(MemorySegment data, long at, int group) {
    int low = LittleEndian.u8(data, at + group % 8) >> group / 8 * 4 & 15;
    int high = LittleEndian.u8(data, at + 8 + group % 4) >> group / 4 * 2 & 3;
    return high << 4 | low;
  }

  static void q6k(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at + 208);
    for (int group = 0; group < 16; group++) {
      float scale = d * LittleEndian.i8(data, at + 192 + group);
      int half = group / 8;
      int run = group % 8 / 2;
      int column = group % 2 * 16;
      long lows = at + 64 * half + run % 2 * 32 + column;
      long highs = at + 128 + 32 * half + column;
      for (int i = 0; i < 16; i++) {
        int low = LittleEndian.u8(data, lows + i) >> run / 2 * 4 & 15;
        int high = LittleEndian.u8(data, highs + i) >> 2 * run & 3;
        target[to + group * 16 + i] = scale * ((high << 4 | low) - 32);
      }
    }
  }
}
