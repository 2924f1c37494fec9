package org.affectgpt.tensor.cpu.rows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Normalisation of rows, {@code y = (x - mean) rstd w + b}: the plain loop
 *
 * <pre>
 *   for (int i = 0; i &lt; columns; i++) {
 *     y[i] = (x[i] - mean) * rstd * w[i] + b[i];
 *   }
 * </pre>
 *
 * <p>with the last product and sum rounded once, as they are in a lane.
 *
 * @param x {@code [rows, columns]}, as is y
 * @param w {@code [columns]}, as is b
 */
record NormForward(FloatSpan x, FloatSpan w, FloatSpan b, FloatSpan y, int columns) {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  /** Writes one row. */
  void row(int row, float mean, float rstd) {
    int n = columns;
    float[] x = this.x.data();
    int xo = this.x.at() + row * n;
    float[] w = this.w.data();
    int wo = this.w.at();
    float[] b = this.b.data();
    int bo = this.b.at();
    float[] y = this.y.data();
    int yo = this.y.at() + row * n;
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
}
