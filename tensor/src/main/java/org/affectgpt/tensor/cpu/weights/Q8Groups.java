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
 * Q8_0 weights with 64 rows side by side ({@link DType#Q8_0_R64}). An int of a line holds one
 * column of four rows; a shift or a mask leaves one of them in the top byte, which is the weight
 * times 2<sup>24</sup>, exactly.
 *
 * <p>All of a loop stands in one method, lest vectors be boxed, and the method is short, as C2 puts
 * off inlining beyond some 18,000 nodes, after which some vectors were objects in one JVM of ten.
 * The inner loop ends with {@code !=} so that it is not counted: unrolled or split for its range
 * checks, it fetched memory at little more than half the speed.
 */
final class Q8Groups extends GroupFormat {
  static final Q8Groups FORMAT = new Q8Groups();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final int TOP = 0xff000000;

  /** Sign, exponent and fraction of a binary16 that stand where a float has them. */
  static final int HALF = 0x8fffe000;

  private static final int BLOCK = 32;
  private static final long BLOCK_BYTES = 64 * 34;

  /** Brings the exponent of a binary16 to a float's, and takes the 2<sup>24</sup> away. */
  private static final float UNIT = 0x1p88f;

  private Q8Groups() {
    super(DType.Q8_0_R64);
  }

  @Override
  void addLanes(FloatSpan row, long address, int lane, int k, FloatSpan sums) {
    float[] a = row.data();
    int aOffset = row.at();
    float[] out = sums.data();
    int to = sums.at();
    long b = NativeBytes.base(address);
    IntVector top = IntVector.broadcast(INTS, TOP);
    IntVector half = IntVector.broadcast(INTS, HALF);
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
      for (long at = block + 128; at != block + BLOCK_BYTES; at += 64) {
        FloatVector v = FloatVector.broadcast(FLOATS, a[x++]);
        IntVector w = IntVector.fromMemorySegment(INTS, ALL, at, ORDER);
        t0 =
            ((FloatVector)
                    w.lanewise(VectorOperators.LSHL, 24)
                        .convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(v, t0);
        t1 =
            ((FloatVector)
                    w.lanewise(VectorOperators.LSHL, 16)
                        .and(top)
                        .convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(v, t1);
        t2 =
            ((FloatVector)
                    w.lanewise(VectorOperators.LSHL, 8)
                        .and(top)
                        .convertShape(VectorOperators.I2F, FLOATS, 0))
                .fma(v, t2);
        t3 = ((FloatVector) w.and(top).convertShape(VectorOperators.I2F, FLOATS, 0)).fma(v, t3);
      }
      IntVector e0 = IntVector.fromMemorySegment(INTS, ALL, block, ORDER);
      FloatVector d0 =
          e0.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(half)
              .reinterpretAsFloats()
              .mul(unit);
      s0 = t0.fma(d0, s0);
      FloatVector d1 =
          e0.lanewise(VectorOperators.ASHR, 3).and(half).reinterpretAsFloats().mul(unit);
      s1 = t1.fma(d1, s1);
      IntVector e1 = IntVector.fromMemorySegment(INTS, ALL, block + 64, ORDER);
      FloatVector d2 =
          e1.lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(half)
              .reinterpretAsFloats()
              .mul(unit);
      s2 = t2.fma(d2, s2);
      FloatVector d3 =
          e1.lanewise(VectorOperators.ASHR, 3).and(half).reinterpretAsFloats().mul(unit);
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
