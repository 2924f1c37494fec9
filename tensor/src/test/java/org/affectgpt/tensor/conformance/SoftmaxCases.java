package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.RowKernels.Labels;

/** Softmax, its logarithm and the log-probability of one entry of a row. */
final class SoftmaxCases {
  /** {@code rows, columns}; columns around vectors and beyond what is kept in registers. */
  static final int[][] SHAPES = {
    {0, 5}, {1, 1}, {5, 1}, {3, 15}, {2, 16}, {7, 17}, {37, 64}, {37, 100}, {1, 1024}, {5, 1031},
    {3, 2049}, {2, 5003}, {301, 33}
  };

  private static final int IGNORE = -100;

  private SoftmaxCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int[] s : SHAPES) {
      int r = s[0];
      int n = s[1];
      String dims = r + "x" + n;
      for (double size : new double[] {1, 30}) {
        String of = dims + " deviation=" + size;
        all.add(new KernelCase("rows.softmax", of, c -> softmax(c, r, n, size)));
        all.add(new KernelCase("rows.logSoftmax", of, c -> logSoftmax(c, r, n, size)));
        all.add(new KernelCase("rows.tokenLogProb", of, c -> token(c, r, n, size)));
      }
      all.add(new KernelCase("rows.softmaxGrad", dims, c -> softmaxGrad(c, r, n)));
      all.add(new KernelCase("rows.logSoftmaxGrad", dims, c -> logSoftmaxGrad(c, r, n)));
      all.add(new KernelCase("rows.tokenLogProbGrad", dims, c -> tokenGrad(c, r, n)));
    }
    return all;
  }

  /** Rounding x before the exponential is worth a roundoff for each unit of its distance. */
  private static Tolerance ofExponentials(double size) {
    return Tolerance.function(24 + 4 * size);
  }

  private static void softmax(KernelCall c, int rows, int n, double size) {
    float[] xs = c.normal(rows * n, size, 500);
    double[] sums = logSumExps(xs, rows, n);
    double[] expected = new double[rows * n];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.exp(xs[i] - sums[i / n]);
    }
    Operand x = c.input("x", xs);
    Operand y = c.output("y", rows * n);
    c.expect(y, expected, Tolerance.sum(n, 1.0 / n));
    c.run((b, v) -> b.rows().softmax(v.of(x), v.of(y), rows, n));
  }

  private static void logSoftmax(KernelCall c, int rows, int n, double size) {
    float[] xs = c.normal(rows * n, size, -3);
    double[] sums = logSumExps(xs, rows, n);
    double[] expected = new double[rows * n];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = xs[i] - sums[i / n];
    }
    Operand x = c.input("x", xs);
    Operand y = c.output("y", rows * n);
    c.expect(y, expected, ofExponentials(size));
    c.run((b, v) -> b.rows().logSoftmax(v.of(x), v.of(y), rows, n));
  }

  private static void token(KernelCall c, int rows, int n, double size) {
    float[] xs = c.normal(rows * n, size, 7);
    int[] id = ids(c, rows, n);
    double[] sums = logSumExps(xs, rows, n);
    double[] expected = new double[rows];
    for (int r = 0; r < rows; r++) {
      sums[r] = id[r] == IGNORE ? 0 : sums[r];
      expected[r] = id[r] == IGNORE ? 0 : xs[r * n + id[r]] - sums[r];
    }
    Operand x = c.input("x", xs);
    Operand ids = c.input("ids", id);
    Operand y = c.output("logProb", rows);
    Operand sum = c.output("logSumExp", rows);
    c.expect(y, expected, ofExponentials(size));
    c.expect(sum, sums, ofExponentials(size));
    c.run(
        (b, v) ->
            b.rows()
                .tokenLogProb(v.of(x), new Labels(v.of(ids), IGNORE), v.of(y), v.of(sum), rows, n));
  }

  private static void softmaxGrad(KernelCall c, int rows, int n) {
    float[] ys = c.uniform(rows * n);
    float[] ds = c.uniform(rows * n);
    double[] expected = new double[rows * n];
    for (int r = 0; r < rows; r++) {
      double dot = 0;
      for (int j = r * n; j < (r + 1) * n; j++) {
        dot += (double) ys[j] * ds[j];
      }
      for (int j = r * n; j < (r + 1) * n; j++) {
        expected[j] = ys[j] * (ds[j] - dot);
      }
    }
    Operand y = c.input("y", ys);
    Operand dy = c.input("dy", ds);
    Operand dx = c.output("dx", rows * n);
    c.expect(dx, expected, Tolerance.sum(n, MatrixCases.TERM));
    c.run((b, v) -> b.rows().softmaxGrad(v.of(y), v.of(dy), v.of(dx), rows, n));
  }

  private static void logSoftmaxGrad(KernelCall c, int rows, int n) {
    float[] ys = c.normal(rows * n, 1, -Math.log(n) - 0.5);
    float[] ds = c.uniform(rows * n);
    double[] expected = new double[rows * n];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int j = r * n; j < (r + 1) * n; j++) {
        sum += ds[j];
      }
      for (int j = r * n; j < (r + 1) * n; j++) {
        expected[j] = ds[j] - Math.exp(ys[j]) * sum;
      }
    }
    Operand y = c.input("y", ys);
    Operand dy = c.input("dy", ds);
    Operand dx = c.output("dx", rows * n);
    c.expect(dx, expected, Tolerance.sum(n, 1.0 / n).atLeast(Tolerance.function(8)));
    c.run((b, v) -> b.rows().logSoftmaxGrad(v.of(y), v.of(dy), v.of(dx), rows, n));
  }

  private static void tokenGrad(KernelCall c, int rows, int n) {
    float[] xs = c.normal(rows * n);
    float[] ds = c.uniform(rows);
    int[] id = ids(c, rows, n);
    double[] sums = logSumExps(xs, rows, n);
    double[] expected = new double[rows * n];
    for (int i = 0; i < expected.length; i++) {
      int r = i / n;
      double one = i % n == id[r] ? 1 : 0;
      expected[i] = id[r] == IGNORE ? 0 : ds[r] * (one - Math.exp(xs[i] - (float) sums[r]));
    }
    Operand x = c.input("x", xs);
    Operand ids = c.input("ids", id);
    Operand sum = c.input("logSumExp", UnaryCases.floats(sums));
    Operand d = c.input("d", ds);
    Operand dx = c.output("dx", rows * n);
    c.expect(dx, expected, Tolerance.function(32));
    c.run(
        (b, v) ->
            b.rows()
                .tokenLogProbGrad(
                    v.of(x), new Labels(v.of(ids), IGNORE), v.of(sum), v.of(d), v.of(dx), rows, n));
  }

  /** The first and the last column among them, every third row ignored. */
  private static int[] ids(KernelCall c, int rows, int n) {
    int[] id = c.ints(rows, n);
    for (int r = 0; r < rows; r++) {
      id[r] = r % 3 == 2 ? IGNORE : r == 0 ? n - 1 : r == 1 ? 0 : id[r];
    }
    return id;
  }

  private static double[] logSumExps(float[] x, int rows, int n) {
    double[] sums = new double[rows];
    for (int r = 0; r < rows; r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = r * n; j < (r + 1) * n; j++) {
        max = Math.max(max, x[j]);
      }
      for (int j = r * n; j < (r + 1) * n; j++) {
        sums[r] += Math.exp(x[j] - max);
      }
      sums[r] = max + Math.log(sums[r]);
    }
    return sums;
  }
}
