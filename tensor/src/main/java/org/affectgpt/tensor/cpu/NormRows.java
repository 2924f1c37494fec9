package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Normalisation of one row, forward and backward. */
final class NormRows {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private NormRows() {}

  /** {@code y = (x - mean) rstd w + b}. */
  static void forward(
      float[] x,
      int xo,
      float mean,
      float rstd,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float[] y,
      int yo,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector h = FloatVector.fromArray(S, x, xo + i).sub(mean).mul(rstd);
      h.fma(FloatVector.fromArray(S, w, wo + i), FloatVector.fromArray(S, b, bo + i))
          .intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma((x[xo + i] - mean) * rstd, w[wo + i], b[bo + i]);
    }
  }

  /** Sum of {@code dy w}. */
  static float weightedSum(float[] dy, int dyo, float[] w, int wo, int n) {
    return (float) Sums.dot(dy, dyo, w, wo, n);
  }

  /** Sum of {@code dy w h} with {@code h = (x - mean) rstd}. */
  static float weightedDot(
      float[] x, int xo, float mean, float rstd, float[] dy, int dyo, float[] w, int wo, int n) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector h = FloatVector.fromArray(S, x, xo + i).sub(mean);
      FloatVector g =
          FloatVector.fromArray(S, dy, dyo + i).mul(FloatVector.fromArray(S, w, wo + i));
      s = g.fma(h, s);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector h = FloatVector.fromArray(S, x, xo + i, m).sub(mean);
      FloatVector g =
          FloatVector.fromArray(S, dy, dyo + i, m).mul(FloatVector.fromArray(S, w, wo + i, m));
      s = g.fma(h, s);
    }
    return VectorWidth.sum(s) * rstd;
  }

  /** {@code dx = rstd (dy w - a - h b)} with {@code h = (x - mean) rstd}. */
  static void backward(
      float[] x,
      int xo,
      float mean,
      float rstd,
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      float a,
      float b,
      float[] dx,
      int dxo,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector h = FloatVector.fromArray(S, x, xo + i).sub(mean).mul(rstd);
      FloatVector g =
          FloatVector.fromArray(S, dy, dyo + i).mul(FloatVector.fromArray(S, w, wo + i));
      g.sub(a).sub(h.mul(b)).mul(rstd).intoArray(dx, dxo + i);
    }
    for (; i < n; i++) {
      float h = (x[xo + i] - mean) * rstd;
      dx[dxo + i] = (dy[dyo + i] * w[wo + i] - a - h * b) * rstd;
    }
  }

  /** Adds {@code dy h} to dw and dy to db. */
  static void parameters(
      float[] x,
      int xo,
      float mean,
      float rstd,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo,
      float[] db,
      int dbo,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector h = FloatVector.fromArray(S, x, xo + i).sub(mean).mul(rstd);
      FloatVector d = FloatVector.fromArray(S, dy, dyo + i);
      d.fma(h, FloatVector.fromArray(S, dw, dwo + i)).intoArray(dw, dwo + i);
      d.add(FloatVector.fromArray(S, db, dbo + i)).intoArray(db, dbo + i);
    }
    for (; i < n; i++) {
      float h = (x[xo + i] - mean) * rstd;
      dw[dwo + i] = Math.fma(dy[dyo + i], h, dw[dwo + i]);
      db[dbo + i] += dy[dyo + i];
    }
  }
}
