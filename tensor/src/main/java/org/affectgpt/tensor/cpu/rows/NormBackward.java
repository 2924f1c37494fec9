package org.affectgpt.tensor.cpu.rows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Gradients of {@link NormForward}, a row in two passes. With {@code h = (x - mean) rstd} the plain
 * loops are
 *
 * <pre>
 *   for (int i = 0; i &lt; columns; i++) {
 *     sum += dy[i] * w[i];
 *     dot += dy[i] * w[i] * h[i];
 *     dw[i] += dy[i] * h[i];
 *     db[i] += dy[i];
 *   }
 *   for (int i = 0; i &lt; columns; i++) {
 *     dx[i] = rstd * (dy[i] * w[i] - sum / columns - h[i] * dot / columns);
 *   }
 * </pre>
 *
 * @param x {@code [rows, columns]}, as are dy and dx
 * @param w {@code [columns]}
 */
record NormBackward(FloatSpan x, FloatSpan dy, FloatSpan w, FloatSpan dx, int columns) {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  /** Leaves the sums of {@code dy w} and of {@code dy w h} in {@code sums}. */
  void sums(int row, float mean, float rstd, float[] sums) {
    int n = columns;
    float[] x = this.x.data();
    int xo = this.x.at() + row * n;
    float[] dy = this.dy.data();
    int dyo = this.dy.at() + row * n;
    float[] w = this.w.data();
    int wo = this.w.at();
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

  /**
   * {@link #sums}, and adds to the parameters' gradients.
   *
   * @param grads dw from {@code dwo} on, then db
   */
  void sums(int row, float mean, float rstd, float[] sums, float[] grads, int dwo) {
    int n = columns;
    float[] x = this.x.data();
    int xo = this.x.at() + row * n;
    float[] dy = this.dy.data();
    int dyo = this.dy.at() + row * n;
    float[] w = this.w.data();
    int wo = this.w.at();
    int dbo = dwo + n;
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

  /** {@code dx = rstd (dy w - a - h b)}. */
  void write(int row, float mean, float rstd, float a, float b) {
    int n = columns;
    float[] x = this.x.data();
    int xo = this.x.at() + row * n;
    float[] dy = this.dy.data();
    int dyo = this.dy.at() + row * n;
    float[] w = this.w.data();
    int wo = this.w.at();
    float[] dx = this.dx.data();
    int dxo = this.dx.at() + row * n;
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
