package org.affectgpt.tensor.cpu.rows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorMath;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Softmax and its relatives on one row. The plain loops are
 *
 * <pre>
 *   for (int i = 0; i &lt; n; i++) {
 *     y[i] = exp(x[i] - max);
 *     sum += y[i];
 *   }
 *   for (int i = 0; i &lt; n; i++) {
 *     y[i] /= sum;
 *   }
 * </pre>
 *
 * <p>Exponentials are added lane by lane within a block and blocks in float64. A log-sum-exp reads
 * the row once: where a block has a larger maximum, the sum so far is scaled down to it (Milakov
 * and Gimelshein, "Online normalizer calculation for softmax", 2018).
 */
final class SoftmaxLoops {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int BLOCK = 128 * LANES;

  private SoftmaxLoops() {}

  static float max(FloatSpan x, int n) {
    return max(x.data(), x.at(), n);
  }

  private static float max(float[] x, int at, int n) {
    FloatVector m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    int end = n - n % (4 * LANES);
    int i = 0;
    // not a loop that is counted, see BlockSums
    for (; i != end; i += 4 * LANES) {
      m0 = m0.max(FloatVector.fromArray(S, x, at + i));
      m1 = m1.max(FloatVector.fromArray(S, x, at + i + LANES));
      m2 = m2.max(FloatVector.fromArray(S, x, at + i + 2 * LANES));
      m3 = m3.max(FloatVector.fromArray(S, x, at + i + 3 * LANES));
    }
    for (; i <= n - LANES; i += LANES) {
      m0 = m0.max(FloatVector.fromArray(S, x, at + i));
    }
    if (i < n) {
      VectorMask<Float> k = VectorWidth.below(n - i);
      m1 = m1.blend(m1.max(FloatVector.fromArray(S, x, at + i, k)), k);
    }
    return VectorWidth.max(m0.max(m1).max(m2.max(m3)));
  }

  /** Writes {@code e^(x - shift)} and returns the sum. */
  static double exponentials(FloatSpan x, FloatSpan y, int n, float shift) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int length = Math.min(BLOCK, n - i);
      total += blockExponentials(x.data(), x.at() + i, y.data(), y.at() + i, length, shift);
    }
    return total;
  }

  private static float blockExponentials(float[] x, int xo, float[] y, int yo, int n, float shift) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, xo + i).sub(shift));
      e.intoArray(y, yo + i);
      s = s.add(e);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, xo + i, m).sub(shift));
      e.intoArray(y, yo + i, m);
      s = s.add(FloatVector.zero(S).blend(e, m));
    }
    return VectorWidth.sum(s);
  }

  /** Logarithm of the sum of exponentials in one reading of the row; nothing is written. */
  static double logSumExp(FloatSpan row, int n) {
    float[] x = row.data();
    int at = row.at();
    float max = Float.NEGATIVE_INFINITY;
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int length = Math.min(BLOCK, n - i);
      float larger = Math.max(max, max(x, at + i, length));
      if (larger == Float.NEGATIVE_INFINITY) {
        continue;
      }
      if (larger != max) {
        total *= StrictMath.exp((double) max - larger);
        max = larger;
      }
      total += exponentialSum(x, at + i, length, max);
    }
    return max == Float.NEGATIVE_INFINITY ? max : max + StrictMath.log(total);
  }

  private static float exponentialSum(float[] x, int at, int n, float shift) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s = s.add(VectorMath.expUpTo88(FloatVector.fromArray(S, x, at + i).sub(shift)));
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, at + i, m).sub(shift));
      s = s.add(FloatVector.zero(S).blend(e, m));
    }
    return VectorWidth.sum(s);
  }

  /** {@code dx = y (dy - dot)}. */
  static void softmaxGrad(FloatSpan value, FloatSpan gradient, FloatSpan out, int n, float dot) {
    float[] y = value.data();
    int yo = value.at();
    float[] dy = gradient.data();
    int dyo = gradient.at();
    float[] dx = out.data();
    int dxo = out.at();
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
      FloatSpan row, float shift, float factor, FloatSpan gradient, FloatSpan out, int n) {
    float[] x = row.data();
    int xo = row.at();
    float[] dy = gradient.data();
    int dyo = gradient.at();
    float[] dx = out.data();
    int dxo = out.at();
    FloatVector f = FloatVector.broadcast(S, -factor);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, xo + i).sub(shift));
      e.fma(f, FloatVector.fromArray(S, dy, dyo + i)).intoArray(dx, dxo + i);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, xo + i, m).sub(shift));
      e.fma(f, FloatVector.fromArray(S, dy, dyo + i, m)).intoArray(dx, dxo + i, m);
    }
  }

  /** {@code dx = -factor e^(x - shift)}. */
  static void scaledExponentials(FloatSpan row, float shift, float factor, FloatSpan out, int n) {
    float[] x = row.data();
    int xo = row.at();
    float[] dx = out.data();
    int dxo = out.at();
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, xo + i).sub(shift));
      e.mul(-factor).intoArray(dx, dxo + i);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector e = VectorMath.expUpTo88(FloatVector.fromArray(S, x, xo + i, m).sub(shift));
      e.mul(-factor).intoArray(dx, dxo + i, m);
    }
  }
}
