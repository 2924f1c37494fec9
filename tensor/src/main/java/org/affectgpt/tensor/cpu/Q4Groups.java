package org.affectgpt.tensor.cpu;

import static org.affectgpt.tensor.cpu.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Q4_0 weights with 64 rows side by side ({@link org.affectgpt.tensor.DType#Q4_0_R64}). An int of a
 * line holds two columns, 16 apart, of four rows. With 16 lanes a permutation looks the values up,
 * by the low four bits of each lane; else a shift and a mask leave the half byte on top, less 8,
 * which is the weight times 2<sup>28</sup>, exactly. Loops are written as in {@link Q8Groups}.
 */
final class Q4Groups {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final int TOP = 0xf0000000;

  /** Turned over, the top bits of the half bytes make them signed: less 8. */
  private static final int SIGNS = 0x88888888;

  private static final int HALF = 0x8fffe000;
  private static final int BLOCK = 32;
  private static final long BLOCK_BYTES = 64 * 18;
  private static final float UNIT = 0x1p84f;
  private static final float LOOKED_UP_UNIT = 0x1p112f;

  /** What each half byte stands for. */
  private static final float[] VALUES = {-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7};

  private Q4Groups() {}

  /**
   * Products of one row of A with four vectors of a group's rows, or sums with them.
   *
   * @param address where the group begins
   * @param lane the first of the 16 ints of a line that is read; its rows are {@code 16 j + lane}
   *     and those after them
   */
  static void dots(
      float[] a, int aOffset, long address, int lane, int k, float[] out, int to, boolean add) {
    if (VectorWidth.LANES == 16) {
      lookUp(a, aOffset, address, k, out, to, add);
    } else {
      shift(a, aOffset, address, lane, k, out, to, add);
    }
  }

  private static void lookUp(
      float[] a, int aOffset, long address, int k, float[] out, int to, boolean add) {
    IntVector table = FloatVector.fromArray(FLOATS, VALUES, 0).reinterpretAsInts();
    long b = NativeBytes.base(address);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int q = 0; q < k / 2; q += 2) {
      long block = b + (q >> 4) * BLOCK_BYTES;
      long at = block + 128 + 64 * (q & 15);
      int x = aOffset + (q >> 4) * 32 + (q & 15);
      IntVector b0 = IntVector.fromMemorySegment(INTS, ALL, at, ORDER);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x + 0]);
      FloatVector h0 = FloatVector.broadcast(FLOATS, a[x + 16]);
      FloatVector t0 = b0.selectFrom(table).reinterpretAsFloats().mul(a0);
      FloatVector u0 =
          b0.lanewise(VectorOperators.LSHR, 4).selectFrom(table).reinterpretAsFloats().mul(h0);
      FloatVector t1 =
          b0.lanewise(VectorOperators.LSHR, 8).selectFrom(table).reinterpretAsFloats().mul(a0);
      FloatVector u1 =
          b0.lanewise(VectorOperators.LSHR, 12).selectFrom(table).reinterpretAsFloats().mul(h0);
      FloatVector t2 =
          b0.lanewise(VectorOperators.LSHR, 16).selectFrom(table).reinterpretAsFloats().mul(a0);
      FloatVector u2 =
          b0.lanewise(VectorOperators.LSHR, 20).selectFrom(table).reinterpretAsFloats().mul(h0);
      FloatVector t3 =
          b0.lanewise(VectorOperators.LSHR, 24).selectFrom(table).reinterpretAsFloats().mul(a0);
      FloatVector u3 =
          b0.lanewise(VectorOperators.LSHR, 28).selectFrom(table).reinterpretAsFloats().mul(h0);
      IntVector b1 = IntVector.fromMemorySegment(INTS, ALL, at + 64, ORDER);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[x + 1]);
      FloatVector h1 = FloatVector.broadcast(FLOATS, a[x + 17]);
      t0 = b1.selectFrom(table).reinterpretAsFloats().fma(a1, t0);
      u0 = b1.lanewise(VectorOperators.LSHR, 4).selectFrom(table).reinterpretAsFloats().fma(h1, u0);
      t1 = b1.lanewise(VectorOperators.LSHR, 8).selectFrom(table).reinterpretAsFloats().fma(a1, t1);
      u1 =
          b1.lanewise(VectorOperators.LSHR, 12).selectFrom(table).reinterpretAsFloats().fma(h1, u1);
      t2 =
          b1.lanewise(VectorOperators.LSHR, 16).selectFrom(table).reinterpretAsFloats().fma(a1, t2);
      u2 =
          b1.lanewise(VectorOperators.LSHR, 20).selectFrom(table).reinterpretAsFloats().fma(h1, u2);
      t3 =
          b1.lanewise(VectorOperators.LSHR, 24).selectFrom(table).reinterpretAsFloats().fma(a1, t3);
      u3 =
          b1.lanewise(VectorOperators.LSHR, 28).selectFrom(table).reinterpretAsFloats().fma(h1, u3);
      IntVector e0 = IntVector.fromMemorySegment(INTS, ALL, block, ORDER);
      FloatVector d0 =
          e0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(LOOKED_UP_UNIT);
      s0 = t0.add(u0).fma(d0, s0);
      FloatVector d1 =
          e0.lanewise(VectorOperators.ASHR, 3).and(HALF).reinterpretAsFloats().mul(LOOKED_UP_UNIT);
      s1 = t1.add(u1).fma(d1, s1);
      IntVector e1 = IntVector.fromMemorySegment(INTS, ALL, block + 64, ORDER);
      FloatVector d2 =
          e1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(HALF)
              .reinterpretAsFloats()
              .mul(LOOKED_UP_UNIT);
      s2 = t2.add(u2).fma(d2, s2);
      FloatVector d3 =
          e1.lanewise(VectorOperators.ASHR, 3).and(HALF).reinterpretAsFloats().mul(LOOKED_UP_UNIT);
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

  private static void shift(
      float[] a, int aOffset, long address, int lane, int k, float[] out, int to, boolean add) {
    long b = NativeBytes.base(address);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int q = 0; q < k / 2; q += 2) {
      long block = b + (q >> 4) * BLOCK_BYTES;
      long at = block + 128 + 64 * (q & 15) + 4 * lane;
      int x = aOffset + (q >> 4) * 32 + (q & 15);
      IntVector b0 =
          IntVector.fromMemorySegment(INTS, ALL, at, ORDER).lanewise(VectorOperators.XOR, SIGNS);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x + 0]);
      FloatVector h0 = FloatVector.broadcast(FLOATS, a[x + 16]);
      FloatVector t0 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 28)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector u0 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 24)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(h0);
      FloatVector t1 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 20)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector u1 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 16)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(h0);
      FloatVector t2 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 12)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector u2 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 8)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(h0);
      FloatVector t3 =
          ((FloatVector)
                  b0.lanewise(VectorOperators.LSHL, 4)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .mul(a0);
      FloatVector u3 =
          ((FloatVector) b0.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0)).mul(h0);
      IntVector b1 =
          IntVector.fromMemorySegment(INTS, ALL, at + 64, ORDER)
              .lanewise(VectorOperators.XOR, SIGNS);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[x + 1]);
      FloatVector h1 = FloatVector.broadcast(FLOATS, a[x + 17]);
      t0 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 28)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a1, t0);
      u0 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 24)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(h1, u0);
      t1 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 20)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a1, t1);
      u1 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 16)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(h1, u1);
      t2 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 12)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a1, t2);
      u2 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 8)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(h1, u2);
      t3 =
          ((FloatVector)
                  b1.lanewise(VectorOperators.LSHL, 4)
                      .and(TOP)
                      .convertShape(VectorOperators.I2F, FLOATS, 0))
              .fma(a1, t3);
      u3 = ((FloatVector) b1.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0)).fma(h1, u3);
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

  /** Writes columns as floats; see {@link Q8Groups#decode}. */
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
      for (int i = 0; i < BLOCK / 2; i++) {
        IntVector v =
            IntVector.fromMemorySegment(INTS, ALL, block + 128 + 64 * i + 4 * lane, ORDER)
                .lanewise(VectorOperators.XOR, SIGNS);
        int x = to + (p + i) * 64;
        int y = x + 1024;
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 28).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d0)
            .intoArray(out, x);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 24)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d0)
            .intoArray(out, y);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 20)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d1)
            .intoArray(out, x + 16);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 16)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d1)
            .intoArray(out, y + 16);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 12)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d2)
            .intoArray(out, x + 32);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 8)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d2)
            .intoArray(out, y + 32);
        ((FloatVector)
                v.lanewise(VectorOperators.LSHL, 4)
                    .and(TOP)
                    .convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d3)
            .intoArray(out, x + 48);
        ((FloatVector) v.and(TOP).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d3)
            .intoArray(out, y + 48);
      }
    }
  }
}
