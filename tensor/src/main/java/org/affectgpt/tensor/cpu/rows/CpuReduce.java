package org.affectgpt.tensor.cpu.rows;

import java.util.Arrays;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.BlockSums;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.weights.WeightReader;

/**
 * Reductions, {@code y[o][i] = sum or maximum of x[o][l][i] over l}: of the middle of {@code
 * [outer, length, inner]}. Long sums are cut into pieces of a fixed length, added in F32 inside and
 * in float64 among each other.
 */
final class CpuReduce {
  private static final Scratch PIECES = new Scratch();

  private static final int PIECE = 128;
  private static final int RUN = 1 << 14;
  private static final int WIDTH = 2048;

  private final Chunks chunks;

  CpuReduce(Chunks chunks) {
    this.chunks = chunks;
  }

  void reduce(Reduction op, View x, View y, int outer, int length, int inner) {
    long n = (long) outer * length * inner;
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    if (inner == 1) {
      rows(op, in, out, outer, length);
    } else {
      columns(op, in, out, outer, length, inner);
    }
  }

  private void rows(Reduction op, FloatSpan in, FloatSpan out, int outer, int length) {
    int pieces = Math.max(1, (length + RUN - 1) / RUN);
    double[] parts = new double[outer * pieces];
    chunks.rows(
        outer * pieces,
        Math.min(RUN, length),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = i % pieces * RUN;
            int n = Math.min(RUN, length - start);
            FloatSpan run = in.plus(i / pieces * length + start);
            parts[i] = op == Reduction.SUM ? BlockSums.sum(run, n) : SoftmaxLoops.max(run, n);
          }
        });
    for (int o = 0; o < outer; o++) {
      double value = parts[o * pieces];
      for (int p = 1; p < pieces; p++) {
        double part = parts[o * pieces + p];
        value = op == Reduction.SUM ? value + part : Math.max(value, part);
      }
      out.set(o, (float) value);
    }
  }

  private void columns(
      Reduction op, FloatSpan in, FloatSpan out, int outer, int length, int inner) {
    int pieces = Math.max(1, (length + PIECE - 1) / PIECE);
    int widths = (inner + WIDTH - 1) / WIDTH;
    float[] parts =
        pieces == 1 ? out.data() : PIECES.get(Math.multiplyExact(outer * pieces, inner));
    int base = pieces == 1 ? out.at() : 0;
    chunks.rows(
        outer * pieces * widths,
        (long) Math.min(PIECE, length) * Math.min(WIDTH, inner),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int c = i % widths * WIDTH;
            int piece = i / widths;
            int first = piece % pieces * PIECE;
            int n = Math.min(PIECE, length - first);
            int row = piece / pieces * length + first;
            MatrixSpan rows = new MatrixSpan(in.data(), in.at(), inner).from(row, c);
            FloatSpan sums = new FloatSpan(parts, base + piece * inner + c);
            fold(op, rows, n, sums, Math.min(WIDTH, inner - c));
          }
        });
    if (pieces > 1) {
      gather(op, parts, out, outer, pieces, inner);
    }
  }

  /** Folds {@code n} rows of {@code width} values into {@code y}. */
  private static void fold(Reduction op, MatrixSpan x, int n, FloatSpan y, int width) {
    if (n == 0) {
      float none = op == Reduction.SUM ? 0f : Float.NEGATIVE_INFINITY;
      Arrays.fill(y.data(), y.at(), y.at() + width, none);
      return;
    }
    System.arraycopy(x.data(), x.at(), y.data(), y.at(), width);
    for (int r = 1; r < n; r++) {
      FloatSpan row = new FloatSpan(x.data(), x.row(r));
      if (op == Reduction.SUM) {
        ScalarLoops.axpy(1f, row, y, width);
      } else {
        for (int c = 0; c < width; c++) {
          y.set(c, Math.max(y.get(c), row.get(c)));
        }
      }
    }
  }

  private static void gather(
      Reduction op, float[] parts, FloatSpan out, int outer, int pieces, int inner) {
    for (int o = 0; o < outer; o++) {
      double[] value = new double[inner];
      Arrays.fill(value, op == Reduction.SUM ? 0 : Double.NEGATIVE_INFINITY);
      for (int p = 0; p < pieces; p++) {
        int at = (o * pieces + p) * inner;
        for (int c = 0; c < inner; c++) {
          value[c] =
              op == Reduction.SUM ? value[c] + parts[at + c] : Math.max(value[c], parts[at + c]);
        }
      }
      for (int c = 0; c < inner; c++) {
        out.set(o * inner + c, (float) value[c]);
      }
    }
  }

  void argMax(View x, View index, int outer, int length, int inner) {
    FloatSpan in = WeightReader.floats(x, (long) outer * length * inner);
    IntSpan out = IntSpan.of(index);
    chunks.rows(
        outer,
        (long) length * inner,
        (from, to) -> {
          for (int o = from; o < to; o++) {
            for (int c = 0; c < inner; c++) {
              int at = in.at() + o * length * inner + c;
              int best = 0;
              for (int i = 1; i < length; i++) {
                if (in.data()[at + i * inner] > in.data()[at + best * inner]) {
                  best = i;
                }
              }
              out.data()[out.at() + o * inner + c] = best;
            }
          }
        });
  }

  void argMaxGrad(View index, View dy, View dx, int outer, int length, int inner) {
    IntSpan first = IntSpan.of(index);
    FloatSpan in = WeightReader.floats(dy, (long) outer * inner);
    FloatSpan out = FloatSpan.of(dx);
    chunks.rows(
        outer,
        (long) length * inner,
        (from, to) -> {
          int row = length * inner;
          Arrays.fill(out.data(), out.at() + from * row, out.at() + to * row, 0f);
          for (int o = from; o < to; o++) {
            for (int c = 0; c < inner; c++) {
              int i = o * inner + c;
              out.set(o * row + first.index(i, length) * inner + c, in.get(i));
            }
          }
        });
  }

  static double sumWhere(View x, View mask, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan chosen = WeightReader.floats(mask, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      if (chosen.get(i) > 0) {
        sum += in.get(i);
      }
    }
    return sum;
  }
}
