package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over a row. Floats are added lane by lane within a block, blocks in float64: the order
 * depends on nothing but the length.
 */
final class Sums {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int BLOCK = 2048;

  private Sums() {}

  static double sum(float[] x, int at, int n) {
    return deviation(x, at, n, 0f);
  }

  /** The mean, corrected by the mean of what is left after taking it away. */
  static float mean(float[] x, int at, int n) {
    float rough = (float) (sum(x, at, n) / n);
    return (float) (rough + deviation(x, at, n, rough) / n);
  }

  /** Sum of {@code x - center}. */
  private static double deviation(float[] x, int at, int n, float center) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSum(x, at + i, Math.min(BLOCK, n - i), center);
    }
    return total;
  }

  static double dot(float[] x, int xo, float[] y, int yo, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockDot(x, xo + i, y, yo + i, Math.min(BLOCK, n - i));
    }
    return total;
  }

  /** Sum of {@code (x - center)^2}. */
  static double squaredDeviation(float[] x, int at, int n, float center) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockDeviation(x, at + i, Math.min(BLOCK, n - i), center);
    }
    return total;
  }

  private static float blockSum(float[] x, int at, int n, float center) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s = s.add(FloatVector.fromArray(S, x, at + i).sub(center));
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      s = s.add(FloatVector.zero(S).blend(FloatVector.fromArray(S, x, at + i, m).sub(center), m));
    }
    return VectorWidth.sum(s);
  }

  private static float blockDot(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s = FloatVector.fromArray(S, x, xo + i).fma(FloatVector.fromArray(S, y, yo + i), s);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      s = FloatVector.fromArray(S, x, xo + i, m).fma(FloatVector.fromArray(S, y, yo + i, m), s);
    }
    return VectorWidth.sum(s);
  }

  private static float blockDeviation(float[] x, int at, int n, float center) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(S, x, at + i).sub(center);
      s = d.fma(d, s);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector d =
          FloatVector.zero(S).blend(FloatVector.fromArray(S, x, at + i, m).sub(center), m);
      s = d.fma(d, s);
    }
    return VectorWidth.sum(s);
  }
}
