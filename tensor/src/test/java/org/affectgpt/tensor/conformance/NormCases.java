package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.Norm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/** Layer norm and RMS norm over rows. */
final class NormCases {
  private static final float EPS = 1e-5f;

  private static final int[][] SHAPES = {
    {0, 8}, {1, 1}, {3, 15}, {2, 16}, {7, 17}, {5, 64}, {1, 1031}, {33, 65}, {3, 2049}, {1003, 65}
  };

  private NormCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int[] s : SHAPES) {
      int r = s[0];
      int n = s[1];
      String dims = r + "x" + n;
      for (DType type : Operand.FLOATS) {
        String of = type + " " + dims;
        all.add(new KernelCase("rows.layerNorm", of, c -> layer(c, c.normal(r * n), n, type)));
        all.add(new KernelCase("rows.rmsNorm", of, c -> rms(c, r, n, type)));
      }
      all.add(
          new KernelCase(
              "rows.layerNorm",
              dims + " plain",
              c -> plain(c, c.normal(r * n), n, Tolerance.function(16))));
      all.add(new KernelCase("rows.layerNormGrad", dims, c -> layerGrad(c, r, n, true)));
      all.add(new KernelCase("rows.layerNormGrad", dims + " dx", c -> layerGrad(c, r, n, false)));
      all.add(new KernelCase("rows.rmsNormGrad", dims, c -> rmsGrad(c, r, n, true)));
      all.add(new KernelCase("rows.rmsNormGrad", dims + " dx", c -> rmsGrad(c, r, n, false)));
    }
    all.add(new KernelCase("rows.layerNorm", "far values in front", NormCases::farInFront));
    all.add(new KernelCase("rows.layerNorm", "far from zero", NormCases::farFromZero));
    return all;
  }

  /** Mean and reciprocal deviation of every row. */
  private record Moments(double[] mean, double[] rstd) {
    static Moments of(float[] x, int n, boolean centred) {
      int rows = n == 0 ? 0 : x.length / n;
      Moments m = new Moments(new double[rows], new double[rows]);
      for (int r = 0; r < rows; r++) {
        for (int j = r * n; j < (r + 1) * n && centred; j++) {
          m.mean[r] += x[j] / (double) n;
        }
        double variance = 0;
        for (int j = r * n; j < (r + 1) * n; j++) {
          variance += (x[j] - m.mean[r]) * (x[j] - m.mean[r]) / n;
        }
        m.rstd[r] = 1 / Math.sqrt(variance + EPS);
      }
      return m;
    }
  }

  /** {@code dx}, {@code dw} and {@code db}; a mean that is not taken away has no gradient. */
  private record Gradient(double[] dx, double[] dw, double[] db) {
    static Gradient of(
        float[] x, float @Nullable [] w, float[] dy, int n, Moments m, boolean centred) {
      Gradient g = new Gradient(new double[x.length], new double[n], new double[n]);
      for (int r = 0; r < m.mean.length; r++) {
        double sum = 0;
        double dot = 0;
        for (int j = 0; j < n; j++) {
          int i = r * n + j;
          double hat = (x[i] - m.mean[r]) * m.rstd[r];
          double d = dy[i] * (w == null ? 1.0 : w[j]);
          g.dw[j] += dy[i] * hat;
          g.db[j] += dy[i];
          sum += centred ? d / n : 0;
          dot += d * hat / n;
        }
        for (int j = 0; j < n; j++) {
          int i = r * n + j;
          double hat = (x[i] - m.mean[r]) * m.rstd[r];
          double d = dy[i] * (w == null ? 1.0 : w[j]);
          g.dx[i] = m.rstd[r] * (d - sum - hat * dot);
        }
      }
      return g;
    }
  }

  /** With weight and bias, to an output of this type. */
  private static void layer(KernelCall c, float[] xs, int n, DType type) {
    layer(c, xs, n, true, Tolerance.function(16).in(type), type);
  }

  /** With neither. */
  private static void plain(KernelCall c, float[] xs, int n, Tolerance tolerance) {
    layer(c, xs, n, false, tolerance, DType.F32);
  }

  private static void layer(
      KernelCall c, float[] xs, int n, boolean affine, Tolerance tolerance, DType type) {
    int rows = xs.length / n;
    float[] ws = c.normal(n);
    float[] bs = c.normal(n);
    Moments m = Moments.of(xs, n, true);
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      double hat = (xs[i] - m.mean[i / n]) * m.rstd[i / n];
      expected[i] = affine ? hat * ws[i % n] + bs[i % n] : hat;
    }
    Operand x = c.input("x", xs);
    Operand w = affine ? c.input("weight", ws) : null;
    Operand bias = affine ? c.input("bias", bs) : null;
    Operand y = c.output("y", type, Spans.all(xs.length));
    Operand mean = c.output("mean", rows);
    Operand rstd = c.output("rstd", rows);
    c.expect(y, expected, tolerance);
    c.expect(mean, m.mean, new Tolerance(8 * Tolerance.UNIT, size(xs), true));
    c.expect(rstd, m.rstd, new Tolerance(tolerance.relative(), 1, true));
    c.run(
        (b, v) -> {
          Affine parameters = new Affine(v.orNull(w), v.orNull(bias));
          Statistics kept = new Statistics(v.of(mean), v.of(rstd));
          b.rows().layerNorm(new Norm(rows, n, EPS), v.of(x), parameters, v.of(y), kept);
        });
  }

  /** Typical size of a value: a mean cannot be nearer than its terms. */
  private static double size(float[] x) {
    double squares = 0;
    for (float v : x) {
      squares += (double) v * v;
    }
    return Math.sqrt(squares / Math.max(1, x.length));
  }

  /** A mean taken from the first values alone, or a variance as a difference, fails here. */
  private static void farInFront(KernelCall c) {
    int n = 1024;
    float[] x = c.normal(5 * n);
    for (int r = 0; r < 5; r++) {
      Arrays.fill(x, r * n, r * n + (1 << 2 * r), 3000f);
    }
    plain(c, x, n, Tolerance.function(16));
  }

  /** Floats near 1000 have steps of 6e-5, the deviation is 0.1: y is off by a step of the mean. */
  private static void farFromZero(KernelCall c) {
    plain(c, c.normal(30 * 200, 0.1, 1000), 200, new Tolerance(1e-3, 1, true));
  }

  private static void layerGrad(KernelCall c, int rows, int n, boolean all) {
    float[] xs = c.normal(rows * n);
    float[] ws = c.normal(n);
    float[] ds = c.normal(rows * n);
    Moments m = Moments.of(xs, n, true);
    Gradient g = Gradient.of(xs, all ? ws : null, ds, n, m, true);
    Operand x = c.input("x", xs);
    Operand w = all ? c.input("weight", ws) : null;
    Operand mean = c.input("mean", UnaryCases.floats(m.mean));
    Operand rstd = c.input("rstd", UnaryCases.floats(m.rstd));
    Operand dy = c.input("dy", ds);
    Operand dx = c.output("dx", rows * n);
    Operand dw = all ? c.output("dw", n) : null;
    Operand db = all ? c.output("db", n) : null;
    c.expect(dx, g.dx, gradient(m));
    if (dw != null && db != null) {
      c.expect(dw, g.dw, Tolerance.sum(rows, 1));
      c.expect(db, g.db, Tolerance.sum(rows, 1));
    }
    c.run(
        (b, v) -> {
          Norm dims = new Norm(rows, n, EPS);
          Statistics kept = new Statistics(v.of(mean), v.of(rstd));
          Affine asked = new Affine(v.orNull(dw), v.orNull(db));
          b.rows().layerNormGrad(dims, v.of(x), v.orNull(w), kept, v.of(dy), v.of(dx), asked);
        });
  }

  private static void rms(KernelCall c, int rows, int n, DType type) {
    float[] xs = c.normal(rows * n);
    float[] ws = c.normal(n);
    Moments m = Moments.of(xs, n, false);
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      expected[i] = xs[i] * m.rstd[i / n] * ws[i % n];
    }
    Operand x = c.input("x", xs);
    Operand w = c.input("weight", ws);
    Operand y = c.output("y", type, Spans.all(rows * n));
    Operand rstd = c.output("rstd", rows);
    c.expect(y, expected, Tolerance.function(12).in(type));
    c.expect(rstd, m.rstd, Tolerance.function(8));
    Norm dims = new Norm(rows, n, EPS);
    c.run((b, v) -> b.rows().rmsNorm(dims, v.of(x), v.of(w), v.of(y), v.of(rstd)));
  }

  private static void rmsGrad(KernelCall c, int rows, int n, boolean all) {
    float[] xs = c.normal(rows * n);
    float[] ws = c.normal(n);
    float[] ds = c.normal(rows * n);
    Moments m = Moments.of(xs, n, false);
    Gradient g = Gradient.of(xs, ws, ds, n, m, false);
    Operand x = c.input("x", xs);
    Operand w = c.input("weight", ws);
    Operand rstd = c.input("rstd", UnaryCases.floats(m.rstd));
    Operand dy = c.input("dy", ds);
    Operand dx = c.output("dx", rows * n);
    Operand dw = all ? c.output("dw", n) : null;
    c.expect(dx, g.dx, gradient(m));
    if (dw != null) {
      c.expect(dw, g.dw, Tolerance.sum(rows, 1));
    }
    Norm dims = new Norm(rows, n, EPS);
    c.run(
        (b, v) ->
            b.rows()
                .rmsNormGrad(dims, v.of(x), v.of(w), v.of(rstd), v.of(dy), v.of(dx), v.orNull(dw)));
  }

  /** dx is a multiple of the reciprocal deviation, which a row of one value makes large. */
  private static Tolerance gradient(Moments m) {
    double largest = Arrays.stream(m.rstd).max().orElse(1);
    return new Tolerance(24 * Tolerance.UNIT, 1 + largest, true);
  }
}
