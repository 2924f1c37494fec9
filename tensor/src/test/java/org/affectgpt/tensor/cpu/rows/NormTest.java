package org.affectgpt.tensor.cpu.rows;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.affectgpt.tensor.cpu.SameBits.onAnyThreads;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.Norm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;
import org.affectgpt.tensor.backend.View;
import org.junit.jupiter.api.Test;

/** Layer norms of hard rows and gradients over many, against float64 loops. */
final class NormTest {
  @Test
  void layerNormKeepsItsPrecisionFarFromZero() {
    int rows = 300;
    int columns = 200;
    onAnyThreads(
        b -> {
          Tensor x = normal(b, 5, rows, columns);
          b.elementwise().affine(0.01f, x.view(), 1000f, x.view(), x.size());
          Tensor y = Tensor.zeros(b, rows, columns);
          Tensor m = Tensor.zeros(b, rows);
          Tensor s = Tensor.zeros(b, rows);
          layerNorm(x, 0f, y.view(), m, s);
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
    float[] x = normal(rows * columns, 5);
    for (int r = 0; r < rows; r++) {
      Arrays.fill(x, r * columns, r * columns + (1 << (2 * r)), 3000f);
    }
    onAnyThreads(
        b -> {
          Tensor in = Tensor.zeros(b, rows, columns);
          in.set(x);
          Tensor y = Tensor.zeros(b, rows, columns);
          Tensor m = Tensor.zeros(b, rows);
          Tensor s = Tensor.zeros(b, rows);
          layerNorm(in, 0f, y.view(), m, s);
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

  private static void layerNorm(Tensor x, float eps, View y, Tensor mean, Tensor rstd) {
    x.backend()
        .rows()
        .layerNorm(
            new Norm(x.dim(0), x.dim(1), eps),
            x.view(),
            new Affine(null, null),
            y,
            new Statistics(mean.view(), rstd.view()));
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
    float[] x = normal(n, 6);
    float[] dy = normal(n, 7);
    float[] w = normal(columns, 8);
    onAnyThreads(
        b -> {
          Tensor in = normal(b, 6, rows, columns);
          Tensor m = Tensor.zeros(b, rows);
          Tensor s = Tensor.zeros(b, rows);
          Tensor g = Tensor.zeros(b, 2 * columns + n);
          View dx = g.view().plus(2L * columns);
          layerNorm(in, 1e-5f, dx, m, s);
          b.rows()
              .layerNormGrad(
                  new Norm(rows, columns, 1e-5f),
                  in.view(),
                  normal(b, 8, columns).view(),
                  new Statistics(m.view(), s.view()),
                  normal(b, 7, rows, columns).view(),
                  dx,
                  new Affine(g.view(), g.view().plus(columns)));
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
}
