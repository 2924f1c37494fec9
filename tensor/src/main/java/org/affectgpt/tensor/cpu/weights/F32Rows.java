package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.weights.NativeBytes.ALL;
import static org.affectgpt.tensor.cpu.weights.NativeBytes.ORDER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Rows of F32 weights in native memory: the sums have the bits of {@link TransposedProduct}. */
final class F32Rows extends RowFormat {
  static final F32Rows FORMAT = new F32Rows();

  private static final Scratch SUMS = new Scratch();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
  private static final int RUN = TransposedProduct.RUN;

  private F32Rows() {}

  @Override
  public void dots(FloatSpan a, StoredRows b, FloatSpan out, boolean add) {
    if (b.k() > RUN) {
      dots(a, new StoredRows(b.address(), b.stride(), b.rows(), RUN), out, add);
      long rest = b.address() + 4L * RUN;
      dots(a.plus(RUN), new StoredRows(rest, b.stride(), b.rows(), b.k() - RUN), out, true);
      return;
    }
    float[] sums = SUMS.get(4 * LANES);
    FourStreams.of(b.rows())
        .forEach(
            (row, apart, count) -> {
              four(a.data(), a.at(), b.row(row), apart * b.stride(), count, b.k(), sums);
              for (int r = 0; r < count; r++) {
                float sum = VectorWidth.sum(FloatVector.fromArray(FLOATS, sums, r * LANES));
                int at = row + r * apart;
                out.set(at, add ? out.get(at) + sum : sum);
              }
            });
  }

  @Override
  void decode(long from, int count, float[] out, int to) {
    MemorySegment.copy(ALL, FLOAT, from, out, to, count);
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
