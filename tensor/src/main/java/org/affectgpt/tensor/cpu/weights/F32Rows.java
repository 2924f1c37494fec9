package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Rows of F32 weights in native memory: the sums have the bits of {@link TransposedProduct}. */
public final class F32Rows {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int RUN = TransposedProduct.RUN;

  private F32Rows() {}

  /** Products of one row of A with {@code rows} rows from {@code b} on, or sums with them. */
  public static void dots(
      float[] a,
      int aOffset,
      long b,
      long stride,
      int rows,
      int k,
      float[] out,
      int to,
      boolean add) {
    if (k > RUN) {
      dots(a, aOffset, b, stride, rows, RUN, out, to, add);
      dots(a, aOffset + RUN, b + 4L * RUN, stride, rows, k - RUN, out, to, true);
      return;
    }
    float[] sums = Scratch.get(Scratch.Slot.EDGE_TILE, 4 * LANES);
    FourStreams.of(rows)
        .forEach(
            (row, apart, count) -> {
              four(a, aOffset, b + row * stride, apart * stride, count, k, sums);
              for (int r = 0; r < count; r++) {
                float sum = VectorWidth.sum(FloatVector.fromArray(FLOATS, sums, r * LANES));
                int at = to + row + r * apart;
                out[at] = add ? out[at] + sum : sum;
              }
            });
  }

  private static void four(float[] a, int a0, long b, long apart, int rows, int k, float[] sums) {
    long b0 = NativeBytes.base(b);
    long b1 = NativeBytes.base(b + Math.min(1, rows - 1) * apart);
    long b2 = NativeBytes.base(b + Math.min(2, rows - 1) * apart);
    long b3 = NativeBytes.base(b + (rows - 1) * apart);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int bound = FLOATS.loopBound(k);
    int p = 0;
    for (; p < bound; p += LANES) {
      long at = 4L * p;
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p);
      s0 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b0 + at, ORDER), s0);
      s1 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b1 + at, ORDER), s1);
      s2 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b2 + at, ORDER), s2);
      s3 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b3 + at, ORDER), s3);
    }
    if (p < k) {
      long at = 4L * p;
      VectorMask<Float> rest = VectorWidth.below(k - p);
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p, rest);
      s0 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b0 + at, ORDER, rest), s0);
      s1 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b1 + at, ORDER, rest), s1);
      s2 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b2 + at, ORDER, rest), s2);
      s3 = x.fma(FloatVector.fromMemorySegment(FLOATS, ALL, b3 + at, ORDER, rest), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
  }
}
