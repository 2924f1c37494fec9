package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;

/** Loops over values with a constant or two. */
public final class ScalarLoops {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private ScalarLoops() {}

  /** {@code y = alpha x + beta}, rounded once. */
  public static void affine(float alpha, FloatSpan values, float beta, FloatSpan out, int n) {
    float[] x = values.data();
    int xo = values.at();
    float[] y = out.data();
    int yo = out.at();
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
  public static void axpy(float alpha, FloatSpan values, FloatSpan sums, int n) {
    float[] x = values.data();
    int xo = values.at();
    float[] y = sums.data();
    int yo = sums.at();
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

  /** {@code y = min(max(x, low), high)}. */
  public static void clamp(FloatSpan values, float low, float high, FloatSpan out, int n) {
    float[] x = values.data();
    int xo = values.at();
    float[] y = out.data();
    int yo = out.at();
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(S, x, xo + i).max(low).min(high).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.min(Math.max(x[xo + i], low), high);
    }
  }

  /** {@code dx = dy} where {@code low <= x <= high}, else 0. */
  public static void clampGrad(
      FloatSpan values, float low, float high, FloatSpan gradient, FloatSpan out, int n) {
    float[] x = values.data();
    int xo = values.at();
    float[] dy = gradient.data();
    int dyo = gradient.at();
    float[] dx = out.data();
    int dxo = out.at();
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      VectorMask<Float> inside =
          v.compare(VectorOperators.GE, low).and(v.compare(VectorOperators.LE, high));
      FloatVector.zero(S)
          .blend(FloatVector.fromArray(S, dy, dyo + i), inside)
          .intoArray(dx, dxo + i);
    }
    for (; i < n; i++) {
      float v = x[xo + i];
      dx[dxo + i] = v >= low && v <= high ? dy[dyo + i] : 0f;
    }
  }
}
