package org.affectgpt.tensor.cpu.rows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Normalisation of one row, forward and backward. */
final class NormLoops {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private NormLoops() {}

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

  /**
   * Leaves the sums of {@code dy w} and of {@code dy w h} in {@code sums}, with {@code h = (x -
   * mean) rstd}.
   */
  static void gradientSums(
      float[] x,
      int xo,
      float mean,
      float rstd,
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      int n,
      float[] sums) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    int end = n - n % (2 * LANES);
    int i = 0;
    // not a loop that is counted, see BlockSums
    for (; i != end; i += 2 * LANES) {
      int j = i + LANES;
      FloatVector h0 = FloatVector.fromArray(S, x, xo + i).sub(mean);
      FloatVector h1 = FloatVector.fromArray(S, x, xo + j).sub(mean);
      FloatVector g0 =
          FloatVector.fromArray(S, dy, dyo + i).mul(FloatVector.fromArray(S, w, wo + i));
      FloatVector g1 =
          FloatVector.fromArray(S, dy, dyo + j).mul(FloatVector.fromArray(S, w, wo + j));
      s0 = s0.add(g0);
      s1 = s1.add(g1);
      t0 = g0.fma(h0, t0);
      t1 = g1.fma(h1, t1);
    }
    for (; i < n; i += LANES) {
      VectorMask<Float> m = VectorWidth.below(Math.min(LANES, n - i));
      FloatVector h = FloatVector.fromArray(S, x, xo + i, m).sub(mean);
      FloatVector g =
          FloatVector.fromArray(S, dy, dyo + i, m).mul(FloatVector.fromArray(S, w, wo + i, m));
      s0 = s0.add(g);
      t0 = g.fma(h, t0);
    }
    sums[0] = VectorWidth.sum(s0.add(s1));
    sums[1] = VectorWidth.sum(t0.add(t1)) * rstd;
  }

  /** {@link #gradientSums}, and adds {@code dy h} and {@code dy} to the parameters' gradients. */
  static void parameterGradients(
      float[] x,
      int xo,
      float mean,
      float rstd,
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      float[] grads,
      int dwo,
      int dbo,
      int n,
      float[] sums) {
    FloatVector s = FloatVector.zero(S);
    FloatVector t = s;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(S, dy, dyo + i);
      FloatVector h = FloatVector.fromArray(S, x, xo + i).sub(mean).mul(rstd);
      FloatVector g = d.mul(FloatVector.fromArray(S, w, wo + i));
      s = s.add(g);
      t = g.fma(h, t);
      FloatVector dw = d.fma(h, FloatVector.fromArray(S, grads, dwo + i));
      FloatVector db = d.add(FloatVector.fromArray(S, grads, dbo + i));
      dw.intoArray(grads, dwo + i);
      db.intoArray(grads, dbo + i);
    }
    sums[0] = VectorWidth.sum(s);
    sums[1] = VectorWidth.sum(t);
    for (; i < n; i++) {
      float d = dy[dyo + i];
      float h = (x[xo + i] - mean) * rstd;
      float g = d * w[wo + i];
      sums[0] += g;
      sums[1] = Math.fma(g, h, sums[1]);
      grads[dwo + i] = Math.fma(d, h, grads[dwo + i]);
      grads[dbo + i] += d;
    }
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
}
