package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.jspecify.annotations.Nullable;

/** Attention and its gradients in float64, written as the formulas are. */
final class AttentionOracle {
  final double[] out;
  final double[] sums;
  final double[] dq;
  final double[] dk;
  final double[] dv;

  /** Which keys of its sequence a query may see. */
  @FunctionalInterface
  interface Sight {
    boolean sees(int sequence, int query, int key);
  }

  /** What the pattern says, and what the mask leaves of it. */
  AttentionOracle(Dims d, float[] q, float[] k, float[] v, int @Nullable [] mask, float[] dOut) {
    this(
        d,
        q,
        k,
        v,
        (b, i, j) -> (mask == null || mask[b * d.keys() + j] != 0) && sees(d, i, j),
        dOut);
  }

  AttentionOracle(Dims d, float[] q, float[] k, float[] v, Sight sight, float[] dOut) {
    out = new double[q.length];
    dq = new double[q.length];
    dk = new double[k.length];
    dv = new double[k.length];
    sums = new double[d.batch() * d.heads() * d.queries()];
    for (int b = 0; b < d.batch(); b++) {
      for (int h = 0; h < d.heads(); h++) {
        for (int i = 0; i < d.queries(); i++) {
          int row = ((b * d.queries() + i) * d.heads() + h) * d.dim();
          double[] p = new double[d.keys()];
          double total = 0;
          for (int j = 0; j < d.keys(); j++) {
            if (sight.sees(b, i, j)) {
              p[j] = Math.exp(d.scale() * dot(q, row, k, key(d, b, h, j), d.dim()));
              total += p[j];
            }
          }
          sums[(b * d.heads() + h) * d.queries() + i] = Math.log(total);
          double delta = 0;
          for (int j = 0; j < d.keys() && total > 0; j++) {
            p[j] /= total;
            int key = key(d, b, h, j);
            delta += p[j] * dot(dOut, row, v, key, d.dim());
          }
          for (int j = 0; j < d.keys() && total > 0; j++) {
            int key = key(d, b, h, j);
            double ds = p[j] * (dot(dOut, row, v, key, d.dim()) - delta) * d.scale();
            for (int c = 0; c < d.dim(); c++) {
              out[row + c] += p[j] * v[key + c];
              dq[row + c] += ds * k[key + c];
              dk[key + c] += ds * q[row + c];
              dv[key + c] += p[j] * dOut[row + c];
            }
          }
        }
      }
    }
  }

  /** The pattern's words, taken one key at a time. */
  private static boolean sees(Dims d, int i, int j) {
    int prefix = d.pattern().prefix();
    int branch = d.pattern().branch();
    return switch (d.pattern().kind()) {
      case FULL -> true;
      case CAUSAL -> j <= prefix + i;
      case BRANCHES ->
          j <= i && (j < prefix || (i >= prefix && (j - prefix) / branch == (i - prefix) / branch));
      case DECODE ->
          j < prefix || ((j - prefix) / branch == i && (j - prefix) % branch <= d.pattern().step());
    };
  }

  private static int key(Dims d, int b, int h, int j) {
    int kvHead = h / (d.heads() / d.kvHeads());
    return ((b * d.keys() + j) * d.kvHeads() + kvHead) * d.dim();
  }

  private static double dot(float[] a, int i, float[] b, int j, int n) {
    double sum = 0;
    for (int c = 0; c < n; c++) {
      sum += (double) a[i + c] * b[j + c];
    }
    return sum;
  }
}
