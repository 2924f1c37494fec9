package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Rows of F16 weights in native memory. The bits of a half, moved to where a float has them, are
 * the value times 2<sup>-112</sup>, exactly, subnormal ones too; infinities and NaN alone come out
 * wrong, so {@link #four} reports them.
 */
final class F16Rows extends PairRows {
  static final F16Rows FORMAT = new F16Rows();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final VectorSpecies<Short> SHORTS = VectorWidth.SHORTS;

  /** Sign, exponent and fraction of a half that stand where a float has them. */
  private static final int HALF = 0x8fffe000;

  /** What makes the value of such bits. */
  private static final float UNIT = 0x1p112f;

  /** The exponents of a pair. */
  private static final int EXPONENTS = 0x7c007c00;

  /** Added to exponents, makes those of infinities and NaN overflow to the sign. */
  private static final int LOWEST_EXPONENTS = 0x04000400;

  private static final int SIGNS = 0x80008000;

  /** The exponent of infinities and NaN among bits that were moved. */
  private static final int MOVED_INFINITY = 0x0f800000;

  private F16Rows() {}

  @Override
  boolean four(FloatSpan arranged, StoredRows b, int row, int apart, int count, float[] sums) {
    float[] a = arranged.data();
    int a0 = arranged.at();
    int k = whole(b.k());
    long b0 = NativeBytes.base(b.row(row));
    long b1 = NativeBytes.base(b.row(row + Math.min(1, count - 1) * apart));
    long b2 = NativeBytes.base(b.row(row + Math.min(2, count - 1) * apart));
    long b3 = NativeBytes.base(b.row(row + Math.min(3, count - 1) * apart));
    FloatVector even0 = FloatVector.zero(FLOATS);
    FloatVector odd0 = even0;
    FloatVector even1 = FloatVector.zero(FLOATS);
    FloatVector odd1 = even1;
    FloatVector even2 = FloatVector.zero(FLOATS);
    FloatVector odd2 = even2;
    FloatVector even3 = FloatVector.zero(FLOATS);
    FloatVector odd3 = even3;
    IntVector overflow = IntVector.zero(INTS);
    for (int p = 0; p < k; p += 2 * LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p);
      FloatVector y = FloatVector.fromArray(FLOATS, a, a0 + p + LANES);
      IntVector v0 = IntVector.fromMemorySegment(INTS, ALL, b0 + 2L * p, ORDER);
      IntVector v1 = IntVector.fromMemorySegment(INTS, ALL, b1 + 2L * p, ORDER);
      IntVector v2 = IntVector.fromMemorySegment(INTS, ALL, b2 + 2L * p, ORDER);
      IntVector v3 = IntVector.fromMemorySegment(INTS, ALL, b3 + 2L * p, ORDER);
      even0 =
          v0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(x, even0);
      odd0 =
          v0.lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(y, odd0);
      overflow = overflow.or(v0.and(EXPONENTS).add(LOWEST_EXPONENTS));
      even1 =
          v1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(x, even1);
      odd1 =
          v1.lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(y, odd1);
      overflow = overflow.or(v1.and(EXPONENTS).add(LOWEST_EXPONENTS));
      even2 =
          v2.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(x, even2);
      odd2 =
          v2.lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(y, odd2);
      overflow = overflow.or(v2.and(EXPONENTS).add(LOWEST_EXPONENTS));
      even3 =
          v3.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(x, even3);
      odd3 =
          v3.lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT)
              .fma(y, odd3);
      overflow = overflow.or(v3.and(EXPONENTS).add(LOWEST_EXPONENTS));
    }
    even0.add(odd0).intoArray(sums, 0);
    even1.add(odd1).intoArray(sums, 1 * LANES);
    even2.add(odd2).intoArray(sums, 2 * LANES);
    even3.add(odd3).intoArray(sums, 3 * LANES);
    return (overflow.reduceLanes(VectorOperators.OR) & SIGNS) == 0;
  }

  @Override
  float get(long address) {
    return NativeBytes.getHalf(address);
  }

  @Override
  void decode(long from, int count, float[] out, int to) {
    int i = 0;
    for (; i <= count - SHORTS.length(); i += LANES) {
      IntVector moved =
          ((IntVector)
                  ShortVector.fromMemorySegment(SHORTS, ALL, from + 2L * i, ORDER)
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF);
      FloatVector value = moved.reinterpretAsFloats().mul(UNIT);
      value
          .blend(
              moved.or(0x7f800000).reinterpretAsFloats(),
              moved.and(MOVED_INFINITY).compare(VectorOperators.EQ, MOVED_INFINITY).cast(FLOATS))
          .intoArray(out, to + i);
    }
    for (; i < count; i++) {
      out[to + i] = NativeBytes.getHalf(from + 2L * i);
    }
  }
}
