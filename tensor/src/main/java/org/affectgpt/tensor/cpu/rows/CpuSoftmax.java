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
            int xo = in.at() + r * columns;
            int yo = out.at() + r * columns;
            float max = SoftmaxLoops.max(in.data(), xo, columns);
            double sum = SoftmaxLoops.exponentials(in.data(), xo, out.data(), yo, columns, max);
            ScalarLoops.affine((float) (1 / sum), out.data(), yo, 0f, out.data(), yo, columns);
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
                value.data(),
                value.at() + from * columns,
                d.data(),
                d.at() + from * columns,
                out.data(),
                out.at() + from * columns,
                to - from,
                columns));
  }

  private static void softmaxGrad(
      float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int rows, int columns) {
    for (int at = 0; at < rows * columns; at += columns) {
      float dot = (float) BlockSums.dot(y, yo + at, dy, dyo + at, columns);
      SoftmaxLoops.softmaxGrad(y, yo + at, dy, dyo + at, dx, dxo + at, columns, dot);
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
            int xo = in.at() + r * columns;
            int yo = out.at() + r * columns;
            float shift = (float) SoftmaxLoops.logSumExp(in.data(), xo, columns);
            ScalarLoops.affine(1f, in.data(), xo, -shift, out.data(), yo, columns);
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
            float sum = (float) BlockSums.sum(d.data(), d.at() + at, columns);
            SoftmaxLoops.minusExponentials(
                value.data(),
                value.at() + at,
                0f,
                sum,
                d.data(),
                d.at() + at,
                out.data(),
                out.at() + at,
                columns);
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
              int at = in.at() + r * columns;
              double exact = SoftmaxLoops.logSumExp(in.data(), at, columns);
              value = (float) (in.data()[at + id.index(r, columns)] - exact);
              lse = (float) exact;
            }
            out.data()[out.at() + r] = value;
            kept.data()[kept.at() + r] = lse;
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
            int dxo = out.at() + r * columns;
            float f = factor.data()[factor.at() + r];
            if (id.get(r) == ignore || f == 0f) {
              Arrays.fill(out.data(), dxo, dxo + columns, 0f);
              continue;
            }
            float shift = lse.data()[lse.at() + r];
            int xo = in.at() + r * columns;
            SoftmaxLoops.scaledExponentials(in.data(), xo, shift, f, out.data(), dxo, columns);
            out.data()[dxo + id.index(r, columns)] += f;
          }
        });
  }
}
