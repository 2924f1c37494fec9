package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.BYTES;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.LaneSums;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Rows of Q4_0 weights in native memory: blocks of 16 bytes behind a binary16 scale. The low halves
 * of the bytes are the first 16 weights, the high halves the others; 8 stands for zero. With 16
 * lanes a permutation looks the values up, by the low four bits of each lane. Loops are written as
 * in {@link Q8Rows}.
 */
final class Q4Rows extends RowFormat {
  static final Q4Rows FORMAT = new Q4Rows();

  private static final Scratch DECODED = new Scratch();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 18;

  /** What each half byte stands for. */
  private static final float[] VALUES = {-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7};

  private Q4Rows() {}

  @Override
  public void dots(FloatSpan a, StoredRows b, FloatSpan out, boolean add) {
    int k = b.k();
    for (int j = 0; j < b.rows(); j++) {
      long at = b.row(j);
      float sum =
          LANES == 16
              ? dot16(a.data(), a.at(), at, k)
              : LANES == 8 ? dot8(a.data(), a.at(), at, k) : dotDecoded(a, at, k);
      out.set(j, add ? out.get(j) + sum : sum);
    }
  }

  private static float dot16(float[] a, int aOffset, long b, int k) {
    IntVector table = FloatVector.fromArray(FLOATS, VALUES, 0).reinterpretAsInts();
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    long at = b;
    int p = 0;
    for (; p <= k - 2 * BLOCK; p += 2 * BLOCK) {
      int i = aOffset + p;
      ByteVector b0 = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      ByteVector b1 = ByteVector.fromMemorySegment(BYTES, ALL, at + 20, ORDER);
      IntVector v = (IntVector) b0.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      FloatVector t =
          v.selectFrom(table).reinterpretAsFloats().mul(FloatVector.fromArray(FLOATS, a, i));
      t =
          v.lanewise(VectorOperators.LSHR, 4)
              .selectFrom(table)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, i + 16), t);
      s0 = t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(at)), s0);
      v = (IntVector) b1.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      t = v.selectFrom(table).reinterpretAsFloats().mul(FloatVector.fromArray(FLOATS, a, i + 32));
      t =
          v.lanewise(VectorOperators.LSHR, 4)
              .selectFrom(table)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, i + 48), t);
      s1 = t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(at + BLOCK_BYTES)), s1);
      at += 2 * BLOCK_BYTES;
    }
    if (p < k) {
      int i = aOffset + p;
      ByteVector b0 = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      IntVector v = (IntVector) b0.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      FloatVector t =
          v.selectFrom(table).reinterpretAsFloats().mul(FloatVector.fromArray(FLOATS, a, i));
      t =
          v.lanewise(VectorOperators.LSHR, 4)
              .selectFrom(table)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, i + 16), t);
      s0 = t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(at)), s0);
    }
    return VectorWidth.sum(s0.add(s1));
  }

  private static float dot8(float[] a, int aOffset, long b, int k) {
    FloatVector s = FloatVector.zero(FLOATS);
    long at = b;
    for (int p = 0; p < k; p += BLOCK) {
      int i = aOffset + p;
      ByteVector b0 = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      ByteVector b1 = ByteVector.fromMemorySegment(BYTES, ALL, at + 10, ORDER);
      IntVector v = (IntVector) b0.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      IntVector w = (IntVector) b1.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      FloatVector t =
          ((FloatVector) v.and(15).sub(8).convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i));
      FloatVector u =
          ((FloatVector) w.and(15).sub(8).convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i + 8));
      t =
          ((FloatVector)
                  v.lanewise(VectorOperators.LSHR, 4)
                      .sub(8)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(FloatVector.fromArray(FLOATS, a, i + 16), t);
      u =
          ((FloatVector)
                  w.lanewise(VectorOperators.LSHR, 4)
                      .sub(8)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(FloatVector.fromArray(FLOATS, a, i + 24), u);
      s = t.add(u).fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(at)), s);
      at += BLOCK_BYTES;
    }
    return VectorWidth.sum(s);
  }

  private float dotDecoded(FloatSpan a, long b, int k) {
    float[] row = DECODED.get(k);
    decode(b, k, row, 0);
    return LaneSums.dot(a, FloatSpan.of(row), k);
  }

  @Override
  void decode(long from, int count, float[] out, int to) {
    if (LANES == 16) {
      decode16(from, count, out, to);
    } else if (LANES == 8) {
      decode8(from, count, out, to);
    } else if (LANES == 4) {
      decode4(from, count, out, to);
    } else {
      decodeBytes(from, count, out, to);
    }
  }

  private static void decode16(long from, int count, float[] out, int to) {
    IntVector table = FloatVector.fromArray(FLOATS, VALUES, 0).reinterpretAsInts();
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      ByteVector b = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      IntVector v = (IntVector) b.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      v.selectFrom(table).reinterpretAsFloats().mul(scale).intoArray(out, i);
      v.lanewise(VectorOperators.LSHR, 4)
          .selectFrom(table)
          .reinterpretAsFloats()
          .mul(scale)
          .intoArray(out, i + 16);
      at += BLOCK_BYTES;
    }
  }

  private static void decode8(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      for (int j = 0; j < BLOCK / 2; j += 8) {
        ByteVector b = ByteVector.fromMemorySegment(BYTES, ALL, at + 2 + j, ORDER);
        IntVector v = (IntVector) b.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
        ((FloatVector) v.and(15).sub(8).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHR, 4)
                    .sub(8)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j + 16);
      }
      at += BLOCK_BYTES;
    }
  }

  private static void decode4(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      for (int j = 0; j < BLOCK / 2; j += 8) {
        ByteVector b = ByteVector.fromMemorySegment(BYTES, ALL, at + 2 + j, ORDER);
        IntVector v = (IntVector) b.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
        ((FloatVector) v.and(15).sub(8).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHR, 4)
                    .sub(8)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j + 16);
        v = (IntVector) b.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 1);
        ((FloatVector) v.and(15).sub(8).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j + 4);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHR, 4)
                    .sub(8)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j + 20);
      }
      at += BLOCK_BYTES;
    }
  }

  /** Any width; of no use for speed. */
  private static void decodeBytes(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      for (int j = 0; j < BLOCK / 2; j++) {
        int pair = NativeBytes.getByte(at + 2 + j) & 255;
        out[i + j] = ((pair & 15) - 8) * scale;
        out[i + j + BLOCK / 2] = ((pair >> 4) - 8) * scale;
      }
      at += BLOCK_BYTES;
    }
  }
}
