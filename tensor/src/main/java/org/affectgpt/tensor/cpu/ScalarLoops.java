package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.CounterRng;

/** Loops over values with a constant or two. */
final class ScalarLoops {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private ScalarLoops() {}

  /** {@code y = alpha x + beta}, rounded once. */
  static void affine(float alpha, float[] x, int xo, float beta, float[] y, int yo, int n) {
    FloatVector a = FloatVector.broadcast(S, alpha);
    FloatVector b = FloatVector.broadcast(S, beta);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xo + i).fma(a, b).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i], alpha, beta);
    }
  }

  /** {@code y = alpha x + y}, rounded once. */
  static void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector a = FloatVector.broadcast(S, alpha);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.fma(a, FloatVector.fromArray(S, y, yo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i], alpha, y[yo + i]);
    }
  }

  static void clamp(float[] x, int xo, float low, float high, float[] y, int yo, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xo + i).max(low).min(high).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.min(Math.max(x[xo + i], low), high);
    }
  }

  /** Value {@code i} lives when draw {@code counter + i}, uniform in [0, 1), is at least p. */
  static void dropout(
      float[] x, int xo, float p, long key, long counter, float[] y, int yo, int n) {
    float scale = 1f / (1f - p);
    for (int i = 0; i < n; i++) {
      float u = (CounterRng.bitsAt(key, counter + i) >>> 40) * 0x1p-24f;
      y[yo + i] = u < p ? 0f : x[xo + i] * scale;
    }
  }
}
