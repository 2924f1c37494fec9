package org.affectgpt.tensor.cpu;

import static org.affectgpt.tensor.cpu.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.Half;

/**
 * Rows of BF16 weights in native memory. A vector of pairs is split by a shift and a mask, which
 * separates even from odd elements; {@link #separate} brings A into the same order.
 */
final class Bf16Rows {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final VectorSpecies<Short> SHORTS = VectorWidth.SHORTS;

  private Bf16Rows() {}

  /** Copies A: in each two vectors full first the even elements, then the odd; the rest as is. */
  static void separate(float[] a, int aOffset, int k, float[] out) {
    int bound = k / (2 * LANES) * (2 * LANES);
    for (int p = 0; p < bound; p += 2 * LANES) {
      for (int i = 0; i < LANES; i++) {
        out[p + i] = a[aOffset + p + 2 * i];
        out[p + LANES + i] = a[aOffset + p + 2 * i + 1];
      }
    }
    System.arraycopy(a, aOffset + bound, out, bound, k - bound);
  }

  /**
   * Products of one separated row of A with {@code rows} rows from {@code b} on, or sums with them.
   */
  static void dots(
      float[] a,
      int aOffset,
      long b,
      long stride,
      int rows,
      int k,
      float[] out,
      int to,
      boolean add) {
    for (int j = 0; j < rows; j++) {
      float sum = dot(a, aOffset, b + j * stride, k);
      out[to + j] = add ? out[to + j] + sum : sum;
    }
  }

  private static float dot(float[] a, int aOffset, long b, int k) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int p = 0;
    for (; p <= k - 4 * LANES; p += 4 * LANES) {
      IntVector v = IntVector.fromMemorySegment(INTS, ALL, b + 2L * p, ORDER);
      IntVector w = IntVector.fromMemorySegment(INTS, ALL, b + 2L * p + 4 * LANES, ORDER);
      s0 =
          v.lanewise(VectorOperators.LSHL, 16)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, aOffset + p), s0);
      s1 =
          v.and(0xffff0000)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, aOffset + p + LANES), s1);
      s2 =
          w.lanewise(VectorOperators.LSHL, 16)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, aOffset + p + 2 * LANES), s2);
      s3 =
          w.and(0xffff0000)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, aOffset + p + 3 * LANES), s3);
    }
    if (p <= k - 2 * LANES) {
      IntVector v = IntVector.fromMemorySegment(INTS, ALL, b + 2L * p, ORDER);
      s0 =
          v.lanewise(VectorOperators.LSHL, 16)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, aOffset + p), s0);
      s1 =
          v.and(0xffff0000)
              .reinterpretAsFloats()
              .fma(FloatVector.fromArray(FLOATS, a, aOffset + p + LANES), s1);
      p += 2 * LANES;
    }
    float rest = 0;
    for (; p < k; p++) {
      rest = Math.fma(a[aOffset + p], Half.fromBf16(NativeBytes.getShort(b + 2L * p)), rest);
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3))) + rest;
  }

  static void decode(long from, int count, float[] out, int to) {
    int i = 0;
    for (; i <= count - SHORTS.length(); i += LANES) {
      IntVector bits =
          (IntVector)
              ShortVector.fromMemorySegment(SHORTS, ALL, from + 2L * i, ORDER)
                  .convertShape(VectorOperators.S2I, INTS, 0);
      bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().intoArray(out, to + i);
    }
    for (; i < count; i++) {
      out[to + i] = Half.fromBf16(NativeBytes.getShort(from + 2L * i));
    }
  }
}
