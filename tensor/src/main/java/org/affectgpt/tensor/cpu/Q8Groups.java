package org.affectgpt.tensor.cpu;

import static org.affectgpt.tensor.cpu.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Q8_0 weights with 64 rows side by side ({@link org.affectgpt.tensor.DType#Q8_0_R64}). An int of a
 * line holds one column of four rows; a shift or a mask leaves one of them in the top byte, which
 * is the weight times 2<sup>24</sup>, exactly. All of a loop stands in one method, lest vectors be
 * boxed.
 */
final class Q8Groups {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final int TOP = 0xff000000;

  /** Sign, exponent and fraction of a binary16 that stand where a float has them. */
  private static final int HALF = 0x8fffe000;

  private static final int BLOCK = 32;
  private static final long BLOCK_BYTES = 64 * 34;

  /** Brings the exponent of a binary16 to a float's, and takes the 2<sup>24</sup> away. */
  private static final float UNIT = 0x1p88f;

  private Q8Groups() {}

  /**
   * Products of one row of A with four vectors of a group's rows, or sums with them.
   *
   * @param address where the group begins
   * @param lane the first of the 16 ints of a line that is read; its rows are {@code 16 j + lane}
   *     and those after them
   */
  static void dots(
      float[] a, int aOffset, long address, int lane, int k, float[] out, int to, boolean add) {
    long b = NativeBytes.base(address);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int p = 0; p < k; p += 4) {
      long block = b + (p >> 5) * BLOCK_BYTES;
      long at = block + 128 + 64 * (p & 31) + 4 * lane;
      // The mask changes nothing but keeps the compiler from splitting the loop for its range
      // checks,
      // which made it fetch memory at little more than half the speed: measured.
      int x = (aOffset + p) & Integer.MAX_VALUE;
      IntVector b0 = IntVector.fromMemorySegment(INTS, ALL, at, ORDER);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x + 0]);
      FloatVector t0 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 24)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector t1 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 16)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector t2 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 8)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector t3 =
          ((FloatVector) b0.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0)).mul(a0);
      IntVector b1 = IntVector.fromMemorySegment(INTS, ALL, at + 64, ORDER);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[x + 1]);
      FloatVector u0 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 24)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a1);
      FloatVector u1 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 16)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a1);
      FloatVector u2 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 8)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a1);
      FloatVector u3 =
          ((FloatVector) b1.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0)).mul(a1);
      IntVector b2 = IntVector.fromMemorySegment(INTS, ALL, at + 128, ORDER);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[x + 2]);
      t0 =
          ((FloatVector)
                  b2.lanewise(VectorOperators.LSHL, 24)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a2, t0);
      t1 =
          ((FloatVector)
                  b2.lanewise(VectorOperators.LSHL, 16)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a2, t1);
      t2 =
          ((FloatVector)
                  b2.lanewise(VectorOperators.LSHL, 8)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a2, t2);
      t3 = ((FloatVector) b2.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0)).fma(a2, t3);
      IntVector b3 = IntVector.fromMemorySegment(INTS, ALL, at + 192, ORDER);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[x + 3]);
      u0 =
          ((FloatVector)
                  b3.lanewise(VectorOperators.LSHL, 24)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a3, u0);
      u1 =
          ((FloatVector)
                  b3.lanewise(VectorOperators.LSHL, 16)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a3, u1);
      u2 =
          ((FloatVector)
                  b3.lanewise(VectorOperators.LSHL, 8)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a3, u2);
      u3 = ((FloatVector) b3.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0)).fma(a3, u3);
      IntVector e0 = IntVector.fromMemorySegment(INTS, ALL, block + 4 * lane, ORDER);
      FloatVector d0 =
          e0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT);
      s0 = t0.add(u0).fma(d0, s0);
      FloatVector d1 =
          e0.lanewise(VectorOperators.ASHR, 3).and(HALF).reinterpretAsFloats().mul(UNIT);
      s1 = t1.add(u1).fma(d1, s1);
      IntVector e1 = IntVector.fromMemorySegment(INTS, ALL, block + 4 * lane + 64, ORDER);
      FloatVector d2 =
          e1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT);
      s2 = t2.add(u2).fma(d2, s2);
      FloatVector d3 =
          e1.lanewise(VectorOperators.ASHR, 3).and(HALF).reinterpretAsFloats().mul(UNIT);
      s3 = t3.add(u3).fma(d3, s3);
    }
    if (add) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, out, to + 0));
      s1 = s1.add(FloatVector.fromArray(FLOATS, out, to + 16));
      s2 = s2.add(FloatVector.fromArray(FLOATS, out, to + 32));
      s3 = s3.add(FloatVector.fromArray(FLOATS, out, to + 48));
    }
    s0.intoArray(out, to + 0);
    s1.intoArray(out, to + 16);
    s2.intoArray(out, to + 32);
    s3.intoArray(out, to + 48);
  }

  /**
   * Writes columns {@code from .. from + count}, whole blocks of 32, as floats {@code [count, 64]}:
   * of each the four vectors of rows {@code 16 j + lane}.
   *
   * @param address where the group begins
   * @param to where row {@code lane} of the first column goes
   */
  static void decode(long address, int lane, int from, int count, float[] out, int to) {
    long b = NativeBytes.base(address);
    for (int p = 0; p < count; p += BLOCK) {
      long block = b + ((from + p) >> 5) * BLOCK_BYTES;
      IntVector e0 = IntVector.fromMemorySegment(INTS, ALL, block + 4 * lane, ORDER);
      FloatVector d0 =
          e0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT);
      FloatVector d1 =
          e0.lanewise(VectorOperators.ASHR, 3).and(HALF).reinterpretAsFloats().mul(UNIT);
      IntVector e1 = IntVector.fromMemorySegment(INTS, ALL, block + 4 * lane + 64, ORDER);
      FloatVector d2 =
          e1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(UNIT);
      FloatVector d3 =
          e1.lanewise(VectorOperators.ASHR, 3).and(HALF).reinterpretAsFloats().mul(UNIT);
      for (int i = 0; i < BLOCK; i++) {
        IntVector v =
            IntVector.fromMemorySegment(INTS, ALL, block + 128 + 64 * i + 4 * lane, ORDER);
        int x = to + (p + i) * 64;
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 24).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d0)
            .intoArray(out, x);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 16)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d1)
            .intoArray(out, x + 16);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 8)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d2)
            .intoArray(out, x + 32);
        ((FloatVector) v.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d3)
            .intoArray(out, x + 48);
      }
    }
  }
}
