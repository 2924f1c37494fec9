package org.affectgpt.tensor.cpu.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * A function of two operands with broadcasting, one row of the last dimension at a time. Where an
 * operand repeats one value along the row, a short run of that value stands in for it.
 */
final class StridedBinary {
  private static final int RUN = 512;

  private final Binary op;
  private final int[] dims;
  private final FloatSpan a;
  private final long[] strideA;
  private final FloatSpan b;
  private final long[] strideB;
  private final FloatSpan y;
  private final int length;

  StridedBinary(
      Binary op,
      int[] dims,
      FloatSpan a,
      long[] strideA,
      FloatSpan b,
      long[] strideB,
      FloatSpan y) {
    this.op = op;
    this.dims = dims;
    this.a = a;
    this.strideA = strideA;
    this.b = b;
    this.strideB = strideB;
    this.y = y;
    this.length = dims[dims.length - 1];
  }

  /** Rows {@code [from, to)} of the output. */
  void rows(int from, int to) {
    int last = dims.length - 1;
    long sa = strideA[last];
    long sb = strideB[last];
    boolean vector = length >= VectorWidth.LANES && (sa | sb) <= 1 && sa >= 0 && sb >= 0;
    float[] repeated = vector && (sa == 0 || sb == 0) ? new float[Math.min(RUN, length)] : null;
    for (int r = from; r < to; r++) {
      int ao = Math.toIntExact(a.at() + offset(r, strideA));
      int bo = Math.toIntExact(b.at() + offset(r, strideB));
      int yo = y.at() + r * length;
      if (!vector) {
        scalar(ao, sa, bo, sb, yo);
      } else if (repeated == null) {
        BinaryLoops.run(op, span(a, ao), span(b, bo), span(y, yo), length);
      } else {
        repeating(repeated, ao, sa, bo, sb, yo);
      }
    }
  }

  /** Offset of row {@code r} in an operand with these strides. */
  private long offset(int r, long[] strides) {
    long offset = 0;
    int rest = r;
    for (int i = dims.length - 2; i >= 0; i--) {
      offset += rest % dims[i] * strides[i];
      rest /= dims[i];
    }
    return offset;
  }

  private static FloatSpan span(FloatSpan operand, int at) {
    return new FloatSpan(operand.data(), at);
  }

  private void scalar(int ao, long sa, int bo, long sb, int yo) {
    for (int i = 0; i < length; i++) {
      float u = a.data()[Math.toIntExact(ao + i * sa)];
      float v = b.data()[Math.toIntExact(bo + i * sb)];
      y.data()[yo + i] = BinaryLoops.one(op, u, v);
    }
  }

  private void repeating(float[] repeated, int ao, long sa, int bo, long sb, int yo) {
    if (sa == 0 && sb == 0) {
      float value = BinaryLoops.one(op, a.data()[ao], b.data()[bo]);
      Arrays.fill(y.data(), yo, yo + length, value);
      return;
    }
    Arrays.fill(repeated, sa == 0 ? a.data()[ao] : b.data()[bo]);
    for (int i = 0; i < length; i += repeated.length) {
      int n = Math.min(repeated.length, length - i);
      if (sa == 0) {
        BinaryLoops.run(op, FloatSpan.of(repeated), span(b, bo + i), span(y, yo + i), n);
      } else {
        BinaryLoops.run(op, span(a, ao + i), FloatSpan.of(repeated), span(y, yo + i), n);
      }
    }
  }
}
