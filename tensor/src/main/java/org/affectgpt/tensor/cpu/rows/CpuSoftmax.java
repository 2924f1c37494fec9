package org.affectgpt.tensor.cpu.rows;

import java.util.Arrays;
import org.affectgpt.tensor.backend.RowKernels.Labels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.BlockSums;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.weights.WeightReader;

/** Softmax, log-softmax and token log-probabilities over rows. */
final class CpuSoftmax {
  private final Chunks chunks;

  CpuSoftmax(Chunks chunks) {
    this.chunks = chunks;
  }

  void softmax(View x, View y, int rows, int columns) {
    long n = (long) rows * columns;
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.rows(
        rows,
        columns,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            FloatSpan row = in.plus(r * columns);
            FloatSpan y0 = out.plus(r * columns);
            float max = SoftmaxLoops.max(row, columns);
            double sum = SoftmaxLoops.exponentials(row, y0, columns, max);
            ScalarLoops.affine((float) (1 / sum), y0, 0f, y0, columns);
          }
        });
  }

  void softmaxGrad(View y, View dy, View dx, int rows, int columns) {
    long n = (long) rows * columns;
    FloatSpan value = WeightReader.floats(y, n);
    FloatSpan d = WeightReader.floats(dy, n);
    FloatSpan out = FloatSpan.of(dx);
    chunks.rows(
        rows,
        columns,
        (from, to) ->
            softmaxGrad(
                value.plus(from * columns),
                d.plus(from * columns),
                out.plus(from * columns),
                to - from,
                columns));
  }

  private static void softmaxGrad(FloatSpan y, FloatSpan dy, FloatSpan dx, int rows, int columns) {
    for (int at = 0; at < rows * columns; at += columns) {
      FloatSpan value = y.plus(at);
      FloatSpan d = dy.plus(at);
      float dot = (float) BlockSums.dot(value, d, columns);
      SoftmaxLoops.softmaxGrad(value, d, dx.plus(at), columns, dot);
    }
  }

  void logSoftmax(View x, View y, int rows, int columns) {
    FloatSpan in = WeightReader.floats(x, (long) rows * columns);
    FloatSpan out = FloatSpan.of(y);
    chunks.rows(
        rows,
        columns,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            FloatSpan row = in.plus(r * columns);
            float shift = (float) SoftmaxLoops.logSumExp(row, columns);
            ScalarLoops.affine(1f, row, -shift, out.plus(r * columns), columns);
          }
        });
  }

  void logSoftmaxGrad(View y, View dy, View dx, int rows, int columns) {
    long n = (long) rows * columns;
    FloatSpan value = WeightReader.floats(y, n);
    FloatSpan d = WeightReader.floats(dy, n);
    FloatSpan out = FloatSpan.of(dx);
    chunks.rows(
        rows,
        columns,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            int at = r * columns;
            FloatSpan dyRow = d.plus(at);
            float sum = (float) BlockSums.sum(dyRow, columns);
            SoftmaxLoops.minusExponentials(value.plus(at), 0f, sum, dyRow, out.plus(at), columns);
          }
        });
  }

  void tokenLogProb(View x, Labels labels, View logProb, View logSumExp, int rows, int columns) {
    FloatSpan in = WeightReader.floats(x, (long) rows * columns);
    IntSpan id = IntSpan.of(labels.ids());
    int ignore = labels.ignore();
    FloatSpan out = FloatSpan.of(logProb);
    FloatSpan kept = FloatSpan.of(logSumExp);
    chunks.rows(
        rows,
        columns,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            float value = 0f;
            float lse = 0f;
            if (id.get(r) != ignore) {
              FloatSpan row = in.plus(r * columns);
              double exact = SoftmaxLoops.logSumExp(row, columns);
              value = (float) (row.get(id.index(r, columns)) - exact);
              lse = (float) exact;
            }
            out.set(r, value);
            kept.set(r, lse);
          }
        });
  }

  void tokenLogProbGrad(
      View x, Labels labels, View logSumExp, View d, View dx, int rows, int columns) {
    FloatSpan in = WeightReader.floats(x, (long) rows * columns);
    IntSpan id = IntSpan.of(labels.ids());
    int ignore = labels.ignore();
    FloatSpan lse = WeightReader.floats(logSumExp, rows);
    FloatSpan factor = WeightReader.floats(d, rows);
    FloatSpan out = FloatSpan.of(dx);
    chunks.rows(
        rows,
        columns,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            FloatSpan dxRow = out.plus(r * columns);
            float f = factor.get(r);
            if (id.get(r) == ignore || f == 0f) {
              Arrays.fill(dxRow.data(), dxRow.at(), dxRow.at() + columns, 0f);
              continue;
            }
            FloatSpan row = in.plus(r * columns);
            SoftmaxLoops.scaledExponentials(row, lse.get(r), f, dxRow, columns);
            int label = id.index(r, columns);
            dxRow.set(label, dxRow.get(label) + f);
          }
        });
  }
}
