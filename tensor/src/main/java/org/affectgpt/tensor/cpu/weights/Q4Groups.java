package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.dtype.DType;

/**
 * Q4_0 weights with 64 rows side by side ({@link DType#Q4_0_R64}). An int of a line holds two
 * columns, 16 apart, of four rows. With 16 lanes a permutation looks the values up, by the low four
 * bits of each lane; else a shift and a mask leave the half byte on top, less 8, which is the
 * weight times 2<sup>28</sup>, exactly. Loops are written as in {@link Q8Groups}.
 */
final class Q4Groups extends GroupFormat {
  static final Q4Groups FORMAT = new Q4Groups();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final int TOP = 0xf0000000;

  /** Turned over, the top bits of the half bytes make them signed: less 8. */
  private static final int SIGNS = 0x88888888;

  private static final int HALF = Q8Groups.HALF;
  private static final int BLOCK = 32;
  private static final long BLOCK_BYTES = 64 * 18;
  private static final float UNIT = 0x1p84f;
  private static final float LOOKED_UP_UNIT = 0x1p112f;

  /** What each half byte stands for. */
  private static final float[] VALUES = {-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7};

  private Q4Groups() {
    super(DType.Q4_0_R64);
  }

  @Override
  void addLanes(FloatSpan a, long address, int lane, int k, FloatSpan out) {
    if (VectorWidth.LANES == 16) {
      lookUp(a.data(), a.at(), address, k, out.data(), out.at());
    } else {
      shift(a.data(), a.at(), address, lane, k, out.data(), out.at());
    }
  }

  private static void lookUp(float[] a, int aOffset, long address, int k, float[] out, int to) {
    IntVector table = FloatVector.fromArray(FLOATS, VALUES, 0).reinterpretAsInts();
    long b = NativeBytes.base(address);
    IntVector scale = IntVector.broadcast(INTS, HALF);
    FloatVector unit = FloatVector.broadcast(FLOATS, LOOKED_UP_UNIT);
    FloatVector s0 = FloatVector.fromArray(FLOATS, out, to);
    FloatVector s1 = FloatVector.fromArray(FLOATS, out, to + 16);
    FloatVector s2 = FloatVector.fromArray(FLOATS, out, to + 32);
    FloatVector s3 = FloatVector.fromArray(FLOATS, out, to + 48);
    for (int p = 0; p < k; p += BLOCK) {
      long block = b + (p >> 5) * BLOCK_BYTES;
      FloatVector t0 = FloatVector.zero(FLOATS);
      FloatVector t1 = t0;
      FloatVector t2 = t0;
      FloatVector t3 = t0;
      int x = aOffset + p;
      for (int half = 0; half < 8; half += 4) {
        for (long at = block + 128; at != block + BLOCK_BYTES; at += 64) {
          FloatVector v = FloatVector.broadcast(FLOATS, a[x++]);
          IntVector w = IntVector.fromMemorySegment(INTS, ALL, at, ORDER);
          w = w.lanewise(VectorOperators.LSHR, half);
          t0 = w.selectFrom(table).reinterpretAsFloats().fma(v, t0);
          w = w.lanewise(VectorOperators.LSHR, 8);
          t1 = w.selectFrom(table).reinterpretAsFloats().fma(v, t1);
          w = w.lanewise(VectorOperators.LSHR, 8);
          t2 = w.selectFrom(table).reinterpretAsFloats().fma(v, t2);
          w = w.lanewise(VectorOperators.LSHR, 8);
          t3 = w.selectFrom(table).reinterpretAsFloats().fma(v, t3);
        }
      }
      IntVector e0 = IntVector.fromMemorySegment(INTS, ALL, block, ORDER);
      FloatVector d0 =
          e0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(scale)
              .reinterpretAsFloats()
              .mul(unit);
      s0 = t0.fma(d0, s0);
      FloatVector d1 =
          e0.lanewise(VectorOperators.ASHR, 3).and(scale).reinterpretAsFloats().mul(unit);
      s1 = t1.fma(d1, s1);
      IntVector e1 = IntVector.fromMemorySegment(INTS, ALL, block + 64, ORDER);
      FloatVector d2 =
          e1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(scale)
              .reinterpretAsFloats()
              .mul(unit);
      s2 = t2.fma(d2, s2);
      FloatVector d3 =
          e1.lanewise(VectorOperators.ASHR, 3).and(scale).reinterpretAsFloats().mul(unit);
      s3 = t3.fma(d3, s3);
    }
    s0.intoArray(out, to);
    s1.intoArray(out, to + 16);
    s2.intoArray(out, to + 32);
    s3.intoArray(out, to + 48);
  }

  private static void shift(
      float[] a, int aOffset, long address, int lane, int k, float[] out, int to) {
    long b = NativeBytes.base(address);
    IntVector top = IntVector.broadcast(INTS, TOP);
    IntVector scale = IntVector.broadcast(INTS, HALF);
    FloatVector unit = FloatVector.broadcast(FLOATS, UNIT);
    FloatVector s0 = FloatVector.fromArray(FLOATS, out, to);
    FloatVector s1 = FloatVector.fromArray(FLOATS, out, to + 16);
    FloatVector s2 = FloatVector.fromArray(FLOATS, out, to + 32);
    FloatVector s3 = FloatVector.fromArray(FLOATS, out, to + 48);
    for (int p = 0; p < k; p += BLOCK) {
      long block = b + (p >> 5) * BLOCK_BYTES + 4 * lane;
      FloatVector t0 = FloatVector.zero(FLOATS);
      FloatVector t1 = t0;
      FloatVector t2 = t0;
      FloatVector t3 = t0;
      int x = aOffset + p;
      for (int half = 0; half < 8; half += 4) {
        for (long at = block + 128; at != block + BLOCK_BYTES; at += 64) {
          FloatVector v = FloatVector.broadcast(FLOATS, a[x++]);
          IntVector w = IntVector.fromMemorySegment(INTS, ALL, at, ORDER);
          w = w.lanewise(VectorOperators.XOR, SIGNS).lanewise(VectorOperators.LSHR, half);
          t0 =
              ((FloatVector)
                      w.lanewise(VectorOperators.LSHL, 28)
                          .convertShape(VectorOperators.I2F, FLOATS, 0))
                  .fma(v, t0);
          t1 =
              ((FloatVector)
                      w.lanewise(VectorOperators.LSHL, 20)
                          .and(top)
                          .convertShape(VectorOperators.I2F, FLOATS, 0))
                  .fma(v, t1);
          t2 =
              ((FloatVector)
                      w.lanewise(VectorOperators.LSHL, 12)
                          .and(top)
                          .convertShape(VectorOperators.I2F, FLOATS, 0))
                  .fma(v, t2);
          t3 =
              ((FloatVector)
                      w.lanewise(VectorOperators.LSHL, 4)
                          .and(top)
                          .convertShape(VectorOperators.I2F, FLOATS, 0))
                  .fma(v, t3);
        }
      }
      IntVector e0 = IntVector.fromMemorySegment(INTS, ALL, block, ORDER);
      FloatVector d0 =
          e0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(scale)
              .reinterpretAsFloats()
              .mul(unit);
      s0 = t0.fma(d0, s0);
      FloatVector d1 =
          e0.lanewise(VectorOperators.ASHR, 3).and(scale).reinterpretAsFloats().mul(unit);
      s1 = t1.fma(d1, s1);
      IntVector e1 = IntVector.fromMemorySegment(INTS, ALL, block + 64, ORDER);
      FloatVector d2 =
          e1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(scale)
              .reinterpretAsFloats()
              .mul(unit);
      s2 = t2.fma(d2, s2);
      FloatVector d3 =
          e1.lanewise(VectorOperators.ASHR, 3).and(scale).reinterpretAsFloats().mul(unit);
      s3 = t3.fma(d3, s3);
    }
    s0.intoArray(out, to);
    s1.intoArray(out, to + 16);
    s2.intoArray(out, to + 32);
    s3.intoArray(out, to + 48);
  }

  @Override
  void decodeLanes(long address, int lane, int from, int count, FloatSpan columns) {
    float[] out = columns.data();
    int to = columns.at();
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
