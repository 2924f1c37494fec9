package org.affectgpt.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.OptimizerKernels.AdamW;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.backend.View;
import org.junit.jupiter.api.Test;

/** Kernels at sizes around their pieces, against float64 loops, on one thread and on many. */
final class CpuKernelTest {
  private static final int[] SIZES = {1, 15, 16, 17, 16383, 16384, 16385, 50_001};

  private static Tensor normal(Backend b, long seed, int... dims) {
    CounterRng rng = new CounterRng(seed);
    Tensor t = Tensor.zeros(b, dims);
    float[] f = new float[(int) t.size()];
    for (int i = 0; i < f.length; i++) {
      f[i] = (float) rng.nextGaussian();
    }
    t.set(f);
    return t;
  }

  /** Runs on one and many threads, requires the same bits, and hands the result to the check. */
  private static void both(Function<Backend, float[]> kernel, Consumer<float[]> check) {
    try (Backend one = CpuBackend.create(1);
        Backend many = CpuBackend.create(TestThreads.MANY)) {
      float[] a = kernel.apply(one);
      assertArrayEquals(a, kernel.apply(many));
      check.accept(a);
    }
  }

  private static float[] values(long seed, int n) {
    try (Backend b = CpuBackend.create(1)) {
      return normal(b, seed, n).toFloats();
    }
  }

  @Test
  void elementwiseAtEverySize() {
    for (int n : SIZES) {
      float[] x = values(1, n);
      float[] z = values(2, n);
      both(
          b -> {
            Tensor y = Tensor.zeros(b, n);
            b.elementwise().unary(Unary.TANH, normal(b, 1, n).view(), y.view(), n);
            b.elementwise().binary(Binary.MUL, y.view(), normal(b, 2, n).view(), y.view(), n);
            b.elementwise().affine(2f, y.view(), 0.5f, y.view(), n);
            b.elementwise().axpy(-1f, normal(b, 1, n).view(), y.view(), n);
            return y.toFloats();
          },
          y -> {
            for (int i = 0; i < n; i++) {
              assertEquals(2 * Math.tanh(x[i]) * z[i] + 0.5 - x[i], y[i], 4e-6);
            }
          });
    }
  }

  @Test
  void aValueDoesNotDependOnItsPlace() {
    try (Backend b = CpuBackend.create(1)) {
      Tensor x = normal(b, 3, 64);
      for (Unary op : Unary.values()) {
        Tensor whole = Tensor.zeros(b, 64);
        b.elementwise().unary(op, x.view(), whole.view(), 64);
        for (int from = 0; from < 20; from++) {
          int n = 21;
          Tensor part = Tensor.zeros(b, n);
          b.elementwise().unary(op, x.view().plus(from), part.view(), n);
          float[] expected = new float[n];
          System.arraycopy(whole.toFloats(), from, expected, 0, n);
          assertArrayEquals(expected, part.toFloats(), op.name());
        }
      }
    }
  }

  @Test
  void reductionsAroundTheirPieces() {
    int[][] dims = {
      {1, 1, 1},
      {1, 40_000, 1},
      {3, 16385, 1},
      {1, 1000, 33},
      {2, 129, 300},
      {1, 128, 2049},
      {1, 3, 20_000},
      {700, 5, 17}
    };
    for (int[] d : dims) {
      int n = d[0] * d[1] * d[2];
      float[] x = values(4, n);
      for (Reduction op : Reduction.values()) {
        both(
            b -> {
              Tensor y = Tensor.zeros(b, d[0] * d[2]);
              b.rows().reduce(op, normal(b, 4, n).view(), y.view(), d[0], d[1], d[2]);
              return y.toFloats();
            },
            y -> {
              for (int i = 0; i < y.length; i++) {
                double expected = op == Reduction.SUM ? 0 : Double.NEGATIVE_INFINITY;
                for (int j = 0; j < d[1]; j++) {
                  double v = x[(i / d[2] * d[1] + j) * d[2] + i % d[2]];
                  expected = op == Reduction.SUM ? expected + v : Math.max(expected, v);
                }
                assertEquals(expected, y[i], 1e-5 * Math.sqrt(d[1]));
              }
            });
      }
    }
  }

  @Test
  void layerNormKeepsItsPrecisionFarFromZero() {
    int rows = 300;
    int columns = 200;
    both(
        b -> {
          Tensor x = normal(b, 5, rows, columns);
          b.elementwise().affine(0.01f, x.view(), 1000f, x.view(), x.size());
          Tensor y = Tensor.zeros(b, rows, columns);
          Tensor m = Tensor.zeros(b, rows);
          Tensor s = Tensor.zeros(b, rows);
          b.rows().layerNorm(x.view(), null, null, 0f, y.view(), m.view(), s.view(), rows, columns);
          return y.toFloats();
        },
        y -> {
          for (int r = 0; r < rows; r++) {
            double sum = 0;
            double square = 0;
            for (int c = 0; c < columns; c++) {
              sum += y[r * columns + c];
              square += (double) y[r * columns + c] * y[r * columns + c];
            }
            // Floats near 1000 have steps of 6e-5, the deviation is 0.01: the mean is off by a
            // step.
            assertEquals(0, sum / columns, 7e-3);
            assertEquals(1, square / columns, 1e-3);
          }
        });
  }

  @Test
  void layerNormWithFarValuesInFront() {
    int rows = 5;
    int columns = 1024;
    float[] x = values(5, rows * columns);
    for (int r = 0; r < rows; r++) {
      Arrays.fill(x, r * columns, r * columns + (1 << (2 * r)), 3000f);
    }
    both(
        b -> {
          Tensor in = Tensor.zeros(b, rows, columns);
          in.set(x);
          Tensor y = Tensor.zeros(b, rows, columns);
          Tensor m = Tensor.zeros(b, rows);
          Tensor s = Tensor.zeros(b, rows);
          b.rows()
              .layerNorm(in.view(), null, null, 0f, y.view(), m.view(), s.view(), rows, columns);
          return y.toFloats();
        },
        y -> {
          for (int r = 0; r < rows; r++) {
            double[] moments = moments(x, r * columns, columns);
            for (int i = r * columns; i < (r + 1) * columns; i++) {
              double expected = (x[i] - moments[0]) / Math.sqrt(moments[1]);
              assertEquals(expected, y[i], 2e-6 * (1 + Math.abs(expected)));
            }
          }
        });
  }

  /** Mean and variance. */
  private static double[] moments(float[] x, int at, int n) {
    double mean = 0;
    double variance = 0;
    for (int i = at; i < at + n; i++) {
      mean += x[i] / (double) n;
    }
    for (int i = at; i < at + n; i++) {
      variance += (x[i] - mean) * (x[i] - mean) / n;
    }
    return new double[] {mean, variance};
  }

  @Test
  void normGradientsOverManyRows() {
    normGradients(2051, 64);
    normGradients(1003, 65);
  }

  private static void normGradients(int rows, int columns) {
    int n = rows * columns;
    float[] x = values(6, n);
    float[] dy = values(7, n);
    float[] w = values(8, columns);
    both(
        b -> {
          Tensor in = normal(b, 6, rows, columns);
          Tensor m = Tensor.zeros(b, rows);
          Tensor s = Tensor.zeros(b, rows);
          Tensor g = Tensor.zeros(b, 2 * columns + n);
          View dx = g.view().plus(2L * columns);
          b.rows().layerNorm(in.view(), null, null, 1e-5f, dx, m.view(), s.view(), rows, columns);
          b.rows()
              .layerNormGrad(
                  in.view(),
                  normal(b, 8, columns).view(),
                  m.view(),
                  s.view(),
                  normal(b, 7, rows, columns).view(),
                  dx,
                  g.view(),
                  g.view().plus(columns),
                  rows,
                  columns);
          return g.toFloats();
        },
        g -> {
          double[] dw = new double[columns];
          double[] db = new double[columns];
          for (int r = 0; r < rows; r++) {
            double[] moments = moments(x, r * columns, columns);
            double rstd = 1 / Math.sqrt(moments[1] + 1e-5);
            double[] h = new double[columns];
            double sum = 0;
            double dot = 0;
            for (int c = 0; c < columns; c++) {
              int i = r * columns + c;
              h[c] = (x[i] - moments[0]) * rstd;
              dw[c] += dy[i] * h[c];
              db[c] += dy[i];
              sum += dy[i] * (double) w[c] / columns;
              dot += dy[i] * w[c] * h[c] / columns;
            }
            for (int c = 0; c < columns; c++) {
              int i = r * columns + c;
              double dx = rstd * (dy[i] * (double) w[c] - sum - h[c] * dot);
              assertEquals(dx, g[2 * columns + i], 1e-5);
            }
          }
          for (int c = 0; c < columns; c++) {
            assertEquals(dw[c], g[c], 1e-3);
            assertEquals(db[c], g[columns + c], 1e-3);
          }
        });
  }

  @Test
  void softmaxOfLargeAndLongRows() {
    int rows = 20;
    int columns = 5003;
    float[] x = values(8, rows * columns);
    both(
        b -> {
          Tensor in = normal(b, 8, rows, columns);
          b.elementwise().affine(30f, in.view(), 500f, in.view(), in.size());
          Tensor y = Tensor.zeros(b, rows, columns);
          b.rows().softmax(in.view(), y.view(), rows, columns);
          return y.toFloats();
        },
        y -> {
          for (int r = 0; r < rows; r++) {
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int c = 0; c < columns; c++) {
              max = Math.max(max, Math.fma(x[r * columns + c], 30f, 500f));
            }
            for (int c = 0; c < columns; c++) {
              sum += Math.exp(Math.fma(x[r * columns + c], 30f, 500f) - max);
            }
            for (int c = 0; c < columns; c++) {
              double e = Math.exp(Math.fma(x[r * columns + c], 30f, 500f) - max) / sum;
              assertEquals(e, y[r * columns + c], 1e-6 + 2e-6 * e);
            }
          }
        });
  }

  @Test
  void dropoutFollowsTheCountedDraws() {
    int n = 40_003;
    float p = 0.25f;
    float[] x = values(9, n);
    long key = new CounterRng(3).key();
    both(
        b -> {
          Tensor y = Tensor.zeros(b, n);
          b.elementwise().dropout(normal(b, 9, n).view(), p, key, 11, y.view(), n);
          return y.toFloats();
        },
        y -> {
          int zeros = 0;
          for (int i = 0; i < n; i++) {
            boolean dropped = (CounterRng.bitsAt(key, 11 + i) >>> 40) * 0x1p-24f < p;
            zeros += dropped ? 1 : 0;
            assertEquals(dropped ? 0f : x[i] * (1f / (1f - p)), y[i]);
          }
          assertEquals(p, zeros / (double) n, 0.01);
        });
  }

  @Test
  void adamWFollowsItsFormula() {
    int n = 33_333;
    float[] p0 = values(10, n);
    float[] g = values(11, n);
    AdamW h = new AdamW(1e-2, 0.9, 0.95, 1e-8, 0.1, 1);
    both(
        b -> {
          Tensor p = normal(b, 10, n);
          Tensor m = Tensor.zeros(b, n);
          Tensor v = Tensor.zeros(b, n);
          for (int step = 1; step <= 3; step++) {
            AdamW at = new AdamW(h.lr(), h.beta1(), h.beta2(), h.eps(), h.weightDecay(), step);
            b.optimizer().adamW(at, p.view(), normal(b, 11, n).view(), m.view(), v.view(), n);
          }
          return p.toFloats();
        },
        y -> {
          for (int i = 0; i < n; i++) {
            double p = p0[i];
            double m = 0;
            double v = 0;
            for (int step = 1; step <= 3; step++) {
              p *= 1 - h.lr() * h.weightDecay();
              m = h.beta1() * m + (1 - h.beta1()) * g[i];
              v = h.beta2() * v + (1 - h.beta2()) * g[i] * g[i];
              double mHat = m / (1 - Math.pow(h.beta1(), step));
              double vHat = v / (1 - Math.pow(h.beta2(), step));
              p -= h.lr() * mHat / (Math.sqrt(vHat) + h.eps());
            }
            assertEquals(p, y[i], 2e-6);
          }
        });
  }

  @Test
  void sumOfSquaresIsExactToFloat64() {
    int n = 50_001;
    float[] x = values(12, n);
    double expected = 0;
    for (float v : x) {
      expected += (double) v * v;
    }
    try (Backend one = CpuBackend.create(1);
        Backend many = CpuBackend.create(TestThreads.MANY)) {
      double a = one.optimizer().sumOfSquares(normal(one, 12, n).view(), n);
      assertEquals(a, many.optimizer().sumOfSquares(normal(many, 12, n).view(), n));
      assertEquals(expected, a, 1e-6 * expected);
    }
  }

  @Test
  void scatterAddsRepeatedRowsInOrder() {
    int count = 2000;
    int columns = 130;
    float[] x = values(13, count * columns);
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i * 7 % 5;
    }
    both(
        b -> {
          Tensor table = Tensor.zeros(b, 5, columns);
          Tensor rows = normal(b, 13, count, columns);
          b.index()
              .scatterAddRows(
                  rows.view(), Tensor.ofInts(b, ids, count).view(), table.view(), count, columns);
          return table.toFloats();
        },
        y -> {
          float[] expected = new float[5 * columns];
          for (int i = 0; i < count; i++) {
            for (int c = 0; c < columns; c++) {
              expected[ids[i] * columns + c] += x[i * columns + c];
            }
          }
          assertArrayEquals(expected, y);
        });
  }

  @Test
  void badIndicesAndPlacesAreNamed() {
    try (Backend b = CpuBackend.create(1)) {
      Tensor table = normal(b, 14, 3, 4);
      Tensor ids = Tensor.ofInts(b, new int[] {3}, 1);
      Tensor y = Tensor.zeros(b, 1, 4);
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> b.index().gatherRows(table.view(), ids.view(), y.view(), 1, 4));
      assertTrue(e.getMessage().contains("index 3"), e.getMessage());
      assertThrows(IllegalArgumentException.class, () -> b.elementwise().fill(ids.view(), 1f, 1));
    }
  }
}
