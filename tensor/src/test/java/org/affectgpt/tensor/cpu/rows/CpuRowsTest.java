package org.affectgpt.tensor.cpu.rows;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.affectgpt.tensor.cpu.SameBits.onAnyThreads;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.backend.Span;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

/**
 * Kernels along rows and over them, at sizes around their pieces, against float64 loops, on one
 * thread and on many.
 */
final class CpuRowsTest {
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
      float[] x = normal(n, 4);
      for (Reduction op : Reduction.values()) {
        onAnyThreads(
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
  void theNormOfGradientsIsExactToFloat64() {
    int n = 50_001;
    float[] x = normal(n, 12);
    double expected = 0;
    for (float v : x) {
      expected += (double) v * v;
    }
    expected = Math.sqrt(2 * expected);
    try (Backend one = CpuBackend.create(1);
        Backend many = CpuBackend.create(TestThreads.MANY)) {
      double a = norm(one, n);
      assertEquals(a, norm(many, n));
      assertEquals(expected, a, 1e-6 * expected);
    }
  }

  @Test
  void aSumOverChosenElementsAddsInTheirOrder() {
    float[] x = normal(70_000, 3);
    float[] mask = normal(70_000, 4);
    mask[5] = 0;
    mask[6] = Float.NaN;
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      expected += mask[i] > 0 ? x[i] : 0;
    }
    try (Backend b = CpuBackend.create(TestThreads.MANY)) {
      View chosen = Tensor.of(b, mask, mask.length).view();
      View values = Tensor.of(b, x, x.length).view();
      assertEquals(expected, b.rows().sumWhere(values, chosen, x.length).getAsDouble());
    }
  }

  @Test
  void theGradientOfAMaximumLiesWhereItWasFound() {
    try (Backend b = CpuBackend.create(TestThreads.MANY)) {
      Tensor x = normal(b, 6, 40, 30, 50);
      Tensor dy = normal(b, 7, 40, 50);
      Tensor index = Tensor.ofInts(b, new int[40 * 50], 40, 50);
      Tensor dx = Tensor.full(b, 9, 40, 30, 50);
      b.rows().argMax(x.view(), index.view(), 40, 30, 50);
      b.rows().argMaxGrad(index.view(), dy.view(), dx.view(), 40, 30, 50);
      int[] at = index.toInts();
      float[] values = dy.toFloats();
      float[] expected = new float[40 * 30 * 50];
      for (int i = 0; i < at.length; i++) {
        expected[(i / 50 * 30 + at[i]) * 50 + i % 50] = values[i];
      }
      assertArrayEquals(expected, dx.toFloats());
    }
  }

  private static double norm(Backend b, int n) {
    Span x = new Span(normal(b, 12, n).view(), n);
    return b.optimizer().clip(List.of(x, x), 0).getAsDouble();
  }

  @Test
  void softmaxOfLargeAndLongRows() {
    int rows = 20;
    int columns = 5003;
    float[] x = normal(rows * columns, 8);
    onAnyThreads(
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
  void scatterAddsRepeatedRowsInOrder() {
    int count = 2000;
    int columns = 130;
    float[] x = normal(count * columns, 13);
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i * 7 % 5;
    }
    onAnyThreads(
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
