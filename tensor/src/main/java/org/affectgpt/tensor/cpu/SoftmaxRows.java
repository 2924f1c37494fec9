package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Softmax and its relatives on one row. */
final class SoftmaxRows {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private SoftmaxRows() {}

  static float max(float[] x, int at, int n) {
    FloatVector m = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      m = m.max(FloatVector.fromArray(S, x, at + i));
    }
    if (i < n) {
      VectorMask<Float> k = VectorWidth.below(n - i);
      m = m.blend(m.max(FloatVector.fromArray(S, x, at + i, k)), k);
    }
    return VectorWidth.max(m);
  }

  /** Writes {@code e^(x - shift)} and returns the sum. */
  static double exponentials(float[] x, int xo, float[] y, int yo, int n, float shift) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMath.exp(FloatVector.fromArray(S, x, xo + i).sub(shift)).intoArray(y, yo + i);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      VectorMath.exp(FloatVector.fromArray(S, x, xo + i, m).sub(shift)).intoArray(y, yo + i, m);
    }
    return Sums.sum(y, yo, n);
  }

  /** Logarithm of the sum of exponentials; nothing is written. */
  static double logSumExp(float[] x, int at, int n) {
    float max = max(x, at, n);
    if (max == Float.NEGATIVE_INFINITY) {
      return max;
    }
    double total = 0;
    int step = 64 * LANES;
    for (int i = 0; i < n; i += step) {
      total += exponentialSum(x, at + i, Math.min(step, n - i), max);
    }
    return max + StrictMath.log(total);
  }

  private static float exponentialSum(float[] x, int at, int n, float shift) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s = s.add(VectorMath.exp(FloatVector.fromArray(S, x, at + i).sub(shift)));
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(S, x, at + i, m).sub(shift));
      s = s.add(FloatVector.zero(S).blend(e, m));
    }
    return VectorWidth.sum(s);
  }

  /** {@code dx = y (dy - dot)}. */
  static void softmaxGrad(
      float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n, float dot) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(S, dy, dyo + i).sub(dot);
      FloatVector.fromArray(S, y, yo + i).mul(d).intoArray(dx, dxo + i);
    }
    for (; i < n; i++) {
      dx[dxo + i] = y[yo + i] * (dy[dyo + i] - dot);
    }
  }

  /** {@code dx = dy - e^(x - shift) factor}. */
  static void minusExponentials(
      float[] x,
      int xo,
      float shift,
      float factor,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo,
      int n) {
    FloatVector f = FloatVector.broadcast(S, -factor);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(S, x, xo + i).sub(shift));
      e.fma(f, FloatVector.fromArray(S, dy, dyo + i)).intoArray(dx, dxo + i);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(S, x, xo + i, m).sub(shift));
      e.fma(f, FloatVector.fromArray(S, dy, dyo + i, m)).intoArray(dx, dxo + i, m);
    }
  }

  /** {@code dx = -factor e^(x - shift)}. */
  static void scaledExponentials(
      float[] x, int xo, float shift, float factor, float[] dx, int dxo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(S, x, xo + i).sub(shift));
      e.mul(-factor).intoArray(dx, dxo + i);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(S, x, xo + i, m).sub(shift));
      e.mul(-factor).intoArray(dx, dxo + i, m);
    }
  }
}
