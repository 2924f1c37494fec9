package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;

/**
 * Decoders of the formats with blocks of 32 values. A block begins with its F16 scale d; the
 * formats of kind 1 have an F16 minimum m after it. Four-bit parts are packed in 16 bytes, value i
 * in the low half of byte i, value i + 16 in its high half; the fifth bits of Q5 lie in 4 bytes
 * before them, one bit a value.
 *
 * <pre>
 *   Q8_0  d · q         q signed byte          Q4_0  d · (q - 8)     Q4_1  d · q + m
 *                                              Q5_0  d · (q - 16)    Q5_1  d · q + m
 * </pre>
 */
final class ShortBlocks {
  private static final int HALF = 16;

  private ShortBlocks() {}

  static void q8v0(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    for (int i = 0; i < 2 * HALF; i++) {
      target[to + i] = d * LittleEndian.i8(data, at + 2 + i);
    }
  }

  static void q4v0(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    for (int i = 0; i < HALF; i++) {
      int pair = LittleEndian.u8(data, at + 2 + i);
      target[to + i] = d * ((pair & 15) - 8);
      target[to + HALF + i] = d * ((pair >> 4) - 8);
    }
  }

  static void q4v1(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    float m = LittleEndian.f16(data, at + 2);
    for (int i = 0; i < HALF; i++) {
      int pair = LittleEndian.u8(data, at + 4 + i);
      target[to + i] = d * (pair & 15) + m;
      target[to + HALF + i] = d * (pair >> 4) + m;
    }
  }

  static void q5v0(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    int high = LittleEndian.i32(data, at + 2);
    for (int i = 0; i < HALF; i++) {
      int pair = LittleEndian.u8(data, at + 6 + i);
      target[to + i] = d * ((pair & 15 | fifth(high, i)) - 16);
      target[to + HALF + i] = d * ((pair >> 4 | fifth(high, HALF + i)) - 16);
    }
  }

  static void q5v1(MemorySegment data, long at, float[] target, int to) {
    float d = LittleEndian.f16(data, at);
    float m = LittleEndian.f16(data, at + 2);
    int high = LittleEndian.i32(data, at + 4);
    for (int i = 0; i < HALF; i++) {
      int pair = LittleEndian.u8(data, at + 8 + i);
      target[to + i] = d * (pair & 15 | fifth(high, i)) + m;
      target[to + HALF + i] = d * (pair >> 4 | fifth(high, HALF + i)) + m;
    }
  }

  private static int fifth(int high, int i) {
    return (high >>> i & 1) << 4;
  }
}
