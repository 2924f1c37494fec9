package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.jspecify.annotations.Nullable;

/** A batched matrix product with what may follow it, in float64. */
final class GemmOracle {
  /** What follows the sum of products; null for what does not. */
  record Tail(
      float @Nullable [] bias, @Nullable Unary function, @Nullable Binary join, float[] other) {
    static final Tail NONE = new Tail(null, null, null, new float[0]);
  }

  private GemmOracle() {}

  /** C as it lies, gaps included; {@code before} is read by an accumulating product. */
  static double[] product(Gemm d, float[] a, float[] b, float[] before, Tail tail) {
    double[] c = new double[spansC(d).length()];
    for (int item = 0; item < d.batch(); item++) {
      double[] left = rows(a, (int) (item * d.a().stride()), d.m(), d.k(), d.lda(), d.transA());
      double[] right = rows(b, (int) (item * d.b().stride()), d.n(), d.k(), d.ldb(), !d.transB());
      for (int i = 0; i < d.m(); i++) {
        for (int j = 0; j < d.n(); j++) {
          int at = (int) (item * d.c().stride()) + i * d.ldc() + j;
          double sum = d.accumulate() ? before[at] : 0;
          for (int p = 0; p < d.k(); p++) {
            sum += left[i * d.k() + p] * right[j * d.k() + p];
          }
          c[at] = finish(sum, tail, j, at);
        }
      }
    }
    return c;
  }

  private static double finish(double sum, Tail tail, int column, int at) {
    double x = tail.bias() == null ? sum : sum + tail.bias()[column];
    double y = tail.function() == null ? x : Functions.value(tail.function(), x);
    return tail.join() == null ? y : Functions.value(tail.join(), tail.other()[at], y);
  }

  static Spans spansA(Gemm d) {
    return spans(d, d.a(), d.transA() ? d.k() : d.m(), d.transA() ? d.m() : d.k());
  }

  static Spans spansB(Gemm d) {
    return spans(d, d.b(), d.transB() ? d.n() : d.k(), d.transB() ? d.k() : d.n());
  }

  static Spans spansC(Gemm d) {
    return new Spans(d.batch(), (int) d.c().stride(), d.m(), d.ldc(), d.n());
  }

  private static Spans spans(Gemm d, MatrixLayout lies, int rows, int columns) {
    int items = lies.stride() == 0 ? Math.min(1, d.batch()) : d.batch();
    return new Spans(items, (int) lies.stride(), rows, lies.leading(), columns);
  }

  /** A matrix as dense rows of length k; {@code turned} where it lies as {@code [k, rows]}. */
  private static double[] rows(float[] x, int at, int rows, int k, int ld, boolean turned) {
    double[] y = new double[rows * k];
    for (int i = 0; i < rows; i++) {
      for (int p = 0; p < k; p++) {
        y[i * k + p] = x[at + (turned ? p * ld + i : i * ld + p)];
      }
    }
    return y;
  }
}
