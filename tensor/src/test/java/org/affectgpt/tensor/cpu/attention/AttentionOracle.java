package org.affectgpt.tensor.cpu.attention;

import org.affectgpt.tensor.backend.AttentionKernels.Dims;

/** Attention and its gradients in float64, written as the formulas are. */
final class AttentionOracle {
  final double[] out;
  final double[] sums;
  final double[] dq;
  final double[] dk;
  final double[] dv;

  AttentionOracle(Dims d, float[] q, float[] k, float[] v, int[] mask, float[] dOut, int offset) {
    out = new double[q.length];
    dq = new double[q.length];
    dk = new double[k.length];
    dv = new double[k.length];
    sums = new double[d.batch() * d.heads() * d.queries()];
    for (int b = 0; b < d.batch(); b++) {
      for (int h = 0; h < d.heads(); h++) {
        for (int i = 0; i < d.queries(); i++) {
          int row = offset + ((b * d.queries() + i) * d.heads() + h) * d.dim();
          double[] p = new double[d.keys()];
          double total = 0;
          for (int j = 0; j < d.keys(); j++) {
            boolean shown = mask == null || mask[b * d.keys() + j] != 0;
            if (shown && sees(d, i, j)) {
              p[j] = Math.exp(d.scale() * dot(q, row, k, key(d, b, h, j, offset), d.dim()));
              total += p[j];
            }
          }
          sums[(b * d.heads() + h) * d.queries() + i] = Math.log(total);
          double delta = 0;
          for (int j = 0; j < d.keys() && total > 0; j++) {
            p[j] /= total;
            int key = key(d, b, h, j, offset);
            delta += p[j] * dot(dOut, row, v, key, d.dim());
          }
          for (int j = 0; j < d.keys() && total > 0; j++) {
            int key = key(d, b, h, j, offset);
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

  private static int key(Dims d, int b, int h, int j, int offset) {
    int kvHead = h / (d.heads() / d.kvHeads());
    return offset + ((b * d.keys() + j) * d.kvHeads() + kvHead) * d.dim();
  }

  private static double dot(float[] a, int i, float[] b, int j, int n) {
    double sum = 0;
    for (int c = 0; c < n; c++) {
      sum += (double) a[i + c] * b[j + c];
    }
    return sum;
  }
}
