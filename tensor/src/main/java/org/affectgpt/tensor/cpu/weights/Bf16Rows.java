package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.dtype.Half;

/** Rows of BF16 weights in native memory: the upper halves of floats. */
final class Bf16Rows extends PairRows {
  static final Bf16Rows FORMAT = new Bf16Rows();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;

  private static final int LANES = VectorWidth.LANES;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final IntVector FIRST_HALF = byTurns(0);
  private static final IntVector SECOND_HALF = byTurns(LANES / 2);

  private Bf16Rows() {}

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
    for (int p = 0; p < k; p += 2 * LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p);
      FloatVector y = FloatVector.fromArray(FLOATS, a, a0 + p + LANES);
      IntVector v0 = IntVector.fromMemorySegment(INTS, ALL, b0 + 2L * p, ORDER);
      IntVector v1 = IntVector.fromMemorySegment(INTS, ALL, b1 + 2L * p, ORDER);
      IntVector v2 = IntVector.fromMemorySegment(INTS, ALL, b2 + 2L * p, ORDER);
      IntVector v3 = IntVector.fromMemorySegment(INTS, ALL, b3 + 2L * p, ORDER);
      even0 = v0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(x, even0);
      odd0 = v0.and(0xffff0000).reinterpretAsFloats().fma(y, odd0);
      even1 = v1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(x, even1);
      odd1 = v1.and(0xffff0000).reinterpretAsFloats().fma(y, odd1);
      even2 = v2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(x, even2);
      odd2 = v2.and(0xffff0000).reinterpretAsFloats().fma(y, odd2);
      even3 = v3.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(x, even3);
      odd3 = v3.and(0xffff0000).reinterpretAsFloats().fma(y, odd3);
    }
    even0.add(odd0).intoArray(sums, 0);
    even1.add(odd1).intoArray(sums, 1 * LANES);
    even2.add(odd2).intoArray(sums, 2 * LANES);
    even3.add(odd3).intoArray(sums, 3 * LANES);
    return true;
  }

  @Override
  float get(long address) {
    return Half.fromBf16(NativeBytes.getShort(address));
  }

  /** Widens values: even and odd ones apart, as they are multiplied, then by turns. */
  @Override
  void decode(long from, int count, float[] out, int to) {
    long base = NativeBytes.base(from);
    int bound = whole(count);
    for (int i = 0; i < bound; i += 2 * LANES) {
      IntVector pairs = IntVector.fromMemorySegment(INTS, ALL, base + 2L * i, ORDER);
      IntVector even = pairs.lanewise(VectorOperators.LSHL, 16);
      IntVector odd = pairs.and(0xffff0000);
      FIRST_HALF.selectFrom(even, odd).reinterpretAsFloats().intoArray(out, to + i);
      SECOND_HALF.selectFrom(even, odd).reinterpretAsFloats().intoArray(out, to + i + LANES);
    }
    for (int i = bound; i < count; i++) {
      out[to + i] = get(from + 2L * i);
    }
  }

  /** Lanes of two vectors by turns, beginning with lane {@code first} of both. */
  private static IntVector byTurns(int first) {
    int[] lanes = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = first + i / 2 + (i % 2) * LANES;
    }
    return IntVector.fromArray(INTS, lanes, 0);
  }
}
