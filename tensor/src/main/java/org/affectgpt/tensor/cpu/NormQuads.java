package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The backward pass of a norm with parameters on four adjacent rows of whole vectors: the weight
 * and the parameter gradients are loaded and stored once for all four. What a step stores, it
 * stores after its loads, because rows often lie whole pages apart, and a load waits for an earlier
 * store at the same place in another page.
 */
final class NormQuads {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  /** Rows taken together. */
  static final int ROWS = 4;

  private NormQuads() {}

  /**
   * Leaves, for each row, the sum of {@code dy w} and that of {@code dy w (x - mean)} in {@code
   * sums}.
   */
  static void gradientSums(
      float[] x,
      int xo,
      float[] means,
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      int n,
      float[] sums) {
    float m0 = means[0];
    float m1 = means[1];
    float m2 = means[2];
    float m3 = means[3];
    int x1 = xo + n;
    int x2 = x1 + n;
    int x3 = x2 + n;
    int d1 = dyo + n;
    int d2 = d1 + n;
    int d3 = d2 + n;
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    FloatVector t2 = s0;
    FloatVector t3 = s0;
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, w, wo + i);
      FloatVector g0 = FloatVector.fromArray(S, dy, dyo + i).mul(v);
      FloatVector g1 = FloatVector.fromArray(S, dy, d1 + i).mul(v);
      FloatVector g2 = FloatVector.fromArray(S, dy, d2 + i).mul(v);
      FloatVector g3 = FloatVector.fromArray(S, dy, d3 + i).mul(v);
      s0 = s0.add(g0);
      s1 = s1.add(g1);
      s2 = s2.add(g2);
      s3 = s3.add(g3);
      t0 = FloatVector.fromArray(S, x, xo + i).sub(m0).fma(g0, t0);
      t1 = FloatVector.fromArray(S, x, x1 + i).sub(m1).fma(g1, t1);
      t2 = FloatVector.fromArray(S, x, x2 + i).sub(m2).fma(g2, t2);
      t3 = FloatVector.fromArray(S, x, x3 + i).sub(m3).fma(g3, t3);
    }
    sums[0] = VectorWidth.sum(s0);
    sums[1] = VectorWidth.sum(t0);
    sums[2] = VectorWidth.sum(s1);
    sums[3] = VectorWidth.sum(t1);
    sums[4] = VectorWidth.sum(s2);
    sums[5] = VectorWidth.sum(t2);
    sums[6] = VectorWidth.sum(s3);
    sums[7] = VectorWidth.sum(t3);
  }

  /**
   * {@code dx = rstd (dy w - a - h b)} with {@code h = (x - mean) rstd}; adds {@code dy h} to dw
   * and dy to db, row after row.
   *
   * @param ab a and b of each row
   */
  static void backward(
      float[] x,
      int xo,
      float[] means,
      float[] rstds,
      float[] dy,
      int dyo,
      float[] w,
      int wo,
      float[] ab,
      float[] dx,
      int dxo,
      float[] dw,
      int dwo,
      int dbo,
      int n) {
    float m0 = means[0];
    float m1 = means[1];
    float m2 = means[2];
    float m3 = means[3];
    float r0 = rstds[0];
    float r1 = rstds[1];
    float r2 = rstds[2];
    float r3 = rstds[3];
    float a0 = ab[0];
    float a1 = ab[2];
    float a2 = ab[4];
    float a3 = ab[6];
    float b0 = ab[1];
    float b1 = ab[3];
    float b2 = ab[5];
    float b3 = ab[7];
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, w, wo + i);
      FloatVector p = FloatVector.fromArray(S, dw, dwo + i);
      FloatVector q = FloatVector.fromArray(S, dw, dbo + i);
      FloatVector d = FloatVector.fromArray(S, dy, dyo + i);
      FloatVector h = FloatVector.fromArray(S, x, xo + i).sub(m0).mul(r0);
      p = d.fma(h, p);
      q = q.add(d);
      final FloatVector y0 = d.mul(v).sub(a0).sub(h.mul(b0)).mul(r0);
      d = FloatVector.fromArray(S, dy, dyo + n + i);
      h = FloatVector.fromArray(S, x, xo + n + i).sub(m1).mul(r1);
      p = d.fma(h, p);
      q = q.add(d);
      final FloatVector y1 = d.mul(v).sub(a1).sub(h.mul(b1)).mul(r1);
      d = FloatVector.fromArray(S, dy, dyo + 2 * n + i);
      h = FloatVector.fromArray(S, x, xo + 2 * n + i).sub(m2).mul(r2);
      p = d.fma(h, p);
      q = q.add(d);
      final FloatVector y2 = d.mul(v).sub(a2).sub(h.mul(b2)).mul(r2);
      d = FloatVector.fromArray(S, dy, dyo + 3 * n + i);
      h = FloatVector.fromArray(S, x, xo + 3 * n + i).sub(m3).mul(r3);
      p = d.fma(h, p);
      q = q.add(d);
      final FloatVector y3 = d.mul(v).sub(a3).sub(h.mul(b3)).mul(r3);
      y0.intoArray(dx, dxo + i);
      y1.intoArray(dx, dxo + n + i);
      y2.intoArray(dx, dxo + 2 * n + i);
      y3.intoArray(dx, dxo + 3 * n + i);
      p.intoArray(dw, dwo + i);
      q.intoArray(dw, dbo + i);
    }
  }
}
