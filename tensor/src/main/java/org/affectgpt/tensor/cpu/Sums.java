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

  /** Sum of {@code (x - center) y}. */
  static double centredDot(float[] x, int xo, float center, float[] y, int yo, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockCentredDot(x, xo + i, center, y, yo + i, Math.min(BLOCK, n - i));
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

  // Four sums side by side: one alone would wait for each addition to end.
  private static float blockSum(float[] x, int at, int n, float center) {
    FloatVector c = FloatVector.broadcast(S, center);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i).sub(c));
      s1 = s1.add(FloatVector.fromArray(S, x, at + i + LANES).sub(c));
      s2 = s2.add(FloatVector.fromArray(S, x, at + i + 2 * LANES).sub(c));
      s3 = s3.add(FloatVector.fromArray(S, x, at + i + 3 * LANES).sub(c));
    }
    for (; i <= n - LANES; i += LANES) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i).sub(c));
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      s1 = s1.add(FloatVector.zero(S).blend(FloatVector.fromArray(S, x, at + i, m).sub(c), m));
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3)));
  }

  private static float blockDot(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      int u = xo + i;
      int v = yo + i;
      s0 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s0);
      u += LANES;
      v += LANES;
      s1 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s1);
      u += LANES;
      v += LANES;
      s2 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s2);
      u += LANES;
      v += LANES;
      s3 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s3);
    }
    for (; i <= n - LANES; i += LANES) {
      s0 = FloatVector.fromArray(S, x, xo + i).fma(FloatVector.fromArray(S, y, yo + i), s0);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      s1 = FloatVector.fromArray(S, x, xo + i, m).fma(FloatVector.fromArray(S, y, yo + i, m), s1);
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3)));
  }

  private static float blockCentredDot(float[] x, int xo, float center, float[] y, int yo, int n) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(S, x, xo + i).sub(center);
      s = d.fma(FloatVector.fromArray(S, y, yo + i), s);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector d = FloatVector.fromArray(S, x, xo + i, m).sub(center);
      s = d.fma(FloatVector.fromArray(S, y, yo + i, m), s);
    }
    return VectorWidth.sum(s);
  }

  private static float blockDeviation(float[] x, int at, int n, float center) {
    FloatVector c = FloatVector.broadcast(S, center);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      FloatVector d0 = FloatVector.fromArray(S, x, at + i).sub(c);
      FloatVector d1 = FloatVector.fromArray(S, x, at + i + LANES).sub(c);
      FloatVector d2 = FloatVector.fromArray(S, x, at + i + 2 * LANES).sub(c);
      FloatVector d3 = FloatVector.fromArray(S, x, at + i + 3 * LANES).sub(c);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(S, x, at + i).sub(c);
      s0 = d.fma(d, s0);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector d = FloatVector.zero(S).blend(FloatVector.fromArray(S, x, at + i, m).sub(c), m);
      s1 = d.fma(d, s1);
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3)));
  }
}
