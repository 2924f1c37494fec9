package org.affectgpt.tensor.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.affectgpt.tensor.backend.Gemm;
import org.jspecify.annotations.Nullable;

/** A matrix product as three loops in float64. */
final class GemmOracle {
  private GemmOracle() {}

  static void assertClose(Gemm d, double[] expected, float[] c, int offset) {
    double bound = 2e-7 * (Math.sqrt(d.k()) + 8) * 4;
    for (int i = 0; i < d.m(); i++) {
      for (int j = 0; j < d.n(); j++) {
        assertEquals(expected[i * d.n() + j], c[offset + i * d.ldc() + j], bound, d.toString());
      }
    }
  }

  static double[] oracle(
      Gemm d, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float @Nullable [] bias) {
    double[] out = new double[d.m() * d.n()];
    for (int i = 0; i < d.m(); i++) {
      for (int j = 0; j < d.n(); j++) {
        double sum = d.accumulate() ? c[cAt + i * d.ldc() + j] : 0;
        for (int p = 0; p < d.k(); p++) {
          double x = d.transA() ? a[aAt + p * d.lda() + i] : a[aAt + i * d.lda() + p];
          double y = d.transB() ? b[bAt + j * d.ldb() + p] : b[bAt + p * d.ldb() + j];
          sum += x * y;
        }
        out[i * d.n() + j] = bias == null ? sum : sum + bias[j];
      }
    }
    return out;
  }
}
