package org.affectgpt.tensor.cpu.rows;

import java.util.Arrays;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.Norm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.BlockSums;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.jspecify.annotations.Nullable;

/** Layer norm and rms norm: an rms norm is a layer norm whose mean is taken as 0. */
final class CpuNorm {
  private static final Scratch PARTIALS = new Scratch();
  private static final Scratch ONES = new Scratch();
  private static final Scratch ZEROS = new Scratch();

  /** Rows whose parameter gradients are added in F32 before they meet the others in float64. */
  private static final int PIECE = 128;

  private final Chunks chunks;

  CpuNorm(Chunks chunks) {
    this.chunks = chunks;
  }

  /** With {@code mean} null the rows are not centred. */
  void forward(Norm dims, View x, Affine affine, View y, @Nullable View mean, View rstd) {
    int rows = dims.rows();
    int columns = dims.columns();
    float eps = dims.eps();
    FloatSpan in = WeightReader.floats(x, (long) rows * columns);
    FloatSpan w = orConstant(affine.weight(), ONES, columns, 1f);
    FloatSpan b = orConstant(affine.bias(), ZEROS, columns, 0f);
    FloatSpan out = FloatSpan.of(y);
    FloatSpan means = mean == null ? null : FloatSpan.of(mean);
    FloatSpan rstds = FloatSpan.of(rstd);
    NormForward norm = new NormForward(in, w, b, out, columns);
    chunks.rows(rows, columns, (from, to) -> forward(norm, eps, means, rstds, from, to));
  }

  private static void forward(
      NormForward norm, float eps, @Nullable FloatSpan means, FloatSpan rstds, int from, int to) {
    int columns = norm.columns();
    double[] moments = new double[2];
    for (int r = from; r < to; r++) {
      FloatSpan x = norm.x().plus(r * columns);
      float mean = 0f;
      double square;
      if (means == null) {
        square = BlockSums.dot(x, x, columns);
      } else {
        BlockSums.moments(x, columns, moments);
        mean = (float) moments[0];
        square = moments[1];
        means.set(r, mean);
      }
      float rstd = (float) (1 / Math.sqrt(square / columns + eps));
      rstds.set(r, rstd);
      norm.row(r, mean, rstd);
    }
  }

  /** With {@code mean} null the rows were not centred. */
  void backward(
      Norm dims,
      View x,
      @Nullable View weight,
      @Nullable View mean,
      View rstd,
      View dy,
      View dx,
      Affine gradients) {
    int rows = dims.rows();
    int columns = dims.columns();
    long n = (long) rows * columns;
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan w = orConstant(weight, ONES, columns, 1f);
    FloatSpan means = mean == null ? null : WeightReader.floats(mean, rows);
    FloatSpan rstds = WeightReader.floats(rstd, rows);
    NormBackward norm =
        new NormBackward(in, WeightReader.floats(dy, n), w, FloatSpan.of(dx), columns);
    View dw = gradients.weight();
    View db = gradients.bias();
    boolean parameters = dw != null || db != null;
    int pieces = (rows + PIECE - 1) / PIECE;
    int stride = 2 * columns;
    float[] partial = PARTIALS.get(parameters ? Math.multiplyExact(pieces, stride) : 0);
    chunks.pieces(
        rows,
        PIECE,
        3 * n,
        (from, to) -> {
          FloatSpan grads = parameters ? new FloatSpan(partial, from / PIECE * stride) : null;
          backward(norm, means, rstds, grads, from, to);
        });
    gather(partial, pieces, stride, 0, columns, dw);
    gather(partial, pieces, stride, columns, columns, db);
  }

  /** Rows of one piece, whose parameter gradients go to {@code grads}, {@code [2, columns]}. */
  private static void backward(
      NormBackward norm,
      @Nullable FloatSpan means,
      FloatSpan rstds,
      @Nullable FloatSpan grads,
      int from,
      int to) {
    int columns = norm.columns();
    if (grads != null) {
      Arrays.fill(grads.data(), grads.at(), grads.at() + 2 * columns, 0f);
    }
    float[] sums = new float[2];
    for (int r = from; r < to; r++) {
      float mean = means == null ? 0f : means.get(r);
      float rstd = rstds.get(r);
      if (grads == null) {
        norm.sums(r, mean, rstd, sums);
      } else {
        norm.sums(r, mean, rstd, sums, grads.data(), grads.at());
      }
      float a = means == null ? 0f : sums[0] / columns;
      norm.write(r, mean, rstd, a, sums[1] / columns);
    }
  }

  /** Adds up the pieces of one parameter's gradient. */
  private static void gather(
      float[] partial, int pieces, int stride, int at, int columns, @Nullable View target) {
    if (target == null) {
      return;
    }
    double[] sums = new double[columns];
    for (int p = 0; p < pieces; p++) {
      int from = p * stride + at;
      for (int c = 0; c < columns; c++) {
        sums[c] += partial[from + c];
      }
    }
    FloatSpan out = FloatSpan.of(target);
    for (int c = 0; c < columns; c++) {
      out.set(c, (float) sums[c]);
    }
  }

  private static FloatSpan orConstant(@Nullable View v, Scratch scratch, int n, float value) {
    if (v != null) {
      return WeightReader.floats(v, n);
    }
    float[] constant = scratch.get(n);
    Arrays.fill(constant, 0, n, value);
    return FloatSpan.of(constant);
  }
}
