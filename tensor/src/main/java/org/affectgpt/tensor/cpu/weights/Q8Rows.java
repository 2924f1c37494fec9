package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.BYTES;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.LaneSums;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Rows of Q8_0 weights in native memory: blocks of 32 signed bytes behind a binary16 scale. One row
 * at a time, because a single stream is what the processor fetches ahead best.
 *
 * <p>There is one loop for each vector width, and all of it stands in one method: the compiler
 * sometimes refuses to inline a helper, whose vectors would then be boxed.
 */
final class Q8Rows extends RowFormat {
  static final Q8Rows FORMAT = new Q8Rows();

  private static final Scratch DECODED = new Scratch();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;

  private Q8Rows() {}

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
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    long at = b;
    int p = 0;
    for (; p <= k - 2 * BLOCK; p += 2 * BLOCK) {
      int i = aOffset + p;
      ByteVector b0 = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      ByteVector b1 = ByteVector.fromMemorySegment(BYTES, ALL, at + 18, ORDER);
      ByteVector b2 = ByteVector.fromMemorySegment(BYTES, ALL, at + 36, ORDER);
      ByteVector b3 = ByteVector.fromMemorySegment(BYTES, ALL, at + 52, ORDER);
      FloatVector t =
          ((FloatVector) b0.convertShape(VectorOperators.B2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i));
      t =
          ((FloatVector) b1.convertShape(VectorOperators.B2F, FLOATS, 0))
              .fma(FloatVector.fromArray(FLOATS, a, i + 16), t);
      s0 = t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(at)), s0);
      t =
          ((FloatVector) b2.convertShape(VectorOperators.B2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i + 32));
      t =
          ((FloatVector) b3.convertShape(VectorOperators.B2F, FLOATS, 0))
              .fma(FloatVector.fromArray(FLOATS, a, i + 48), t);
      s1 = t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(at + BLOCK_BYTES)), s1);
      at += 2 * BLOCK_BYTES;
    }
    if (p < k) {
      int i = aOffset + p;
      ByteVector b0 = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      ByteVector b1 = ByteVector.fromMemorySegment(BYTES, ALL, at + 18, ORDER);
      FloatVector t =
          ((FloatVector) b0.convertShape(VectorOperators.B2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i));
      t =
          ((FloatVector) b1.convertShape(VectorOperators.B2F, FLOATS, 0))
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
      ByteVector b2 = ByteVector.fromMemorySegment(BYTES, ALL, at + 18, ORDER);
      ByteVector b3 = ByteVector.fromMemorySegment(BYTES, ALL, at + 26, ORDER);
      FloatVector t =
          ((FloatVector) b0.convertShape(VectorOperators.B2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i));
      FloatVector u =
          ((FloatVector) b1.convertShape(VectorOperators.B2F, FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, a, i + 8));
      t =
          ((FloatVector) b2.convertShape(VectorOperators.B2F, FLOATS, 0))
              .fma(FloatVector.fromArray(FLOATS, a, i + 16), t);
      u =
          ((FloatVector) b3.convertShape(VectorOperators.B2F, FLOATS, 0))
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
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      ByteVector b0 = ByteVector.fromMemorySegment(BYTES, ALL, at + 2, ORDER);
      ByteVector b1 = ByteVector.fromMemorySegment(BYTES, ALL, at + 18, ORDER);
      ((FloatVector) b0.convertShape(VectorOperators.B2F, FLOATS, 0)).mul(scale).intoArray(out, i);
      ((FloatVector) b1.convertShape(VectorOperators.B2F, FLOATS, 0))
          .mul(scale)
          .intoArray(out, i + 16);
      at += BLOCK_BYTES;
    }
  }

  private static void decode8(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      for (int j = 0; j < BLOCK; j += 8) {
        ByteVector v = ByteVector.fromMemorySegment(BYTES, ALL, at + 2 + j, ORDER);
        ((FloatVector) v.convertShape(VectorOperators.B2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j);
      }
      at += BLOCK_BYTES;
    }
  }

  private static void decode4(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      for (int j = 0; j < BLOCK; j += 8) {
        ByteVector v = ByteVector.fromMemorySegment(BYTES, ALL, at + 2 + j, ORDER);
        ((FloatVector) v.convertShape(VectorOperators.B2F, FLOATS, 0))
            .mul(scale)
            .intoArray(out, i + j);
        ((FloatVector) v.convertShape(VectorOperators.B2F, FLOATS, 1))
            .mul(scale)
            .intoArray(out, i + j + 4);
      }
      at += BLOCK_BYTES;
    }
  }

  /** Any width; of no use for speed. */
  private static void decodeBytes(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = to; i < to + count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      for (int j = 0; j < BLOCK; j++) {
        out[i + j] = NativeBytes.getByte(at + 2 + j) * scale;
      }
      at += BLOCK_BYTES;
    }
  }
}
