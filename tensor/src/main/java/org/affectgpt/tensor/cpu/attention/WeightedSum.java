package org.affectgpt.tensor.cpu.attention;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Weighted sums of rows as they lie. */
final class WeightedSum {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private WeightedSum() {}

  /**
   * {@code y = sum_j w[j] x[j, :]}.
   *
   * @param rows number of weights and rows
   * @param n elements of a row
   */
  static void sum(FloatSpan weights, int rows, MatrixSpan values, int n, FloatSpan out) {
    float[] w = weights.data();
    int wo = weights.at();
    float[] x = values.data();
    int xo = values.at();
    int stride = values.stride();
    float[] y = out.data();
    int yo = out.at();
    int c = 0;
    for (; c <= n - 4 * LANES; c += 4 * LANES) {
      four(w, wo, rows, x, xo + c, stride, y, yo + c);
    }
    for (; c < n; c += LANES) {
      VectorMask<Float> m = VectorWidth.below(Math.min(LANES, n - c));
      FloatVector s = FloatVector.zero(S);
      int from = xo + c;
      for (int j = 0; j < rows; j++) {
        s = FloatVector.fromArray(S, x, from, m).fma(FloatVector.broadcast(S, w[wo + j]), s);
        from += stride;
      }
      s.intoArray(y, yo + c, m);
    }
  }

  private static void four(
      float[] w, int wo, int rows, float[] x, int xo, int stride, float[] y, int yo) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int from = xo;
    for (int j = 0; j < rows; j++) {
      FloatVector weight = FloatVector.broadcast(S, w[wo + j]);
      s0 = FloatVector.fromArray(S, x, from).fma(weight, s0);
      s1 = FloatVector.fromArray(S, x, from + LANES).fma(weight, s1);
      s2 = FloatVector.fromArray(S, x, from + 2 * LANES).fma(weight, s2);
      s3 = FloatVector.fromArray(S, x, from + 3 * LANES).fma(weight, s3);
      from += stride;
    }
    s0.intoArray(y, yo);
    s1.intoArray(y, yo + LANES);
    s2.intoArray(y, yo + 2 * LANES);
    s3.intoArray(y, yo + 3 * LANES);
  }
}
