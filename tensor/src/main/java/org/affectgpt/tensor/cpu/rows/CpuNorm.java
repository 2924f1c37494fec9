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
    FloatSpan w = orConstant(affine.weight(), Scratch.Slot.NORM_WEIGHT, columns, 1f);
    FloatSpan b = orConstant(affine.bias(), Scratch.Slot.NORM_BIAS, columns, 0f);
    FloatSpan out = FloatSpan.of(y);
    FloatSpan means = mean == null ? null : FloatSpan.of(mean);
    FloatSpan rstds = FloatSpan.of(rstd);
    chunks.rows(
        rows,
        columns,
        (from, to) ->
            forward(
                in.data(),
                in.at(),
                w.data(),
                w.at(),
                b.data(),
                b.at(),
                eps,
                out.data(),
                out.at(),
                means == null ? null : means.data(),
                means == null ? 0 : means.at(),
                rstds.data(),
                rstds.at(),
                from,
                to,
                columns));
  }

  private static void forward(
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] b,
      int bo,
      float eps,
      float[] y,
      int yo,
      float @Nullable [] mean,
      int mo,
      float[] rstd,
      int so,
      int from,
      int to,
      int columns) {
    double[] moments = new double[2];
    for (int r = from; r < to; r++) {
      int at = r * columns;
      float m = 0f;
      double square;
      if (mean == null) {
        square = BlockSums.dot(x, xo + at, x, xo + at, columns);
      } else {
        BlockSums.moments(x, xo + at, columns, moments);
        m = (float) moments[0];
        square = moments[1];
        mean[mo + r] = m;
      }
      float s = (float) (1 / Math.sqrt(square / columns + eps));
      rstd[so + r] = s;
      NormLoops.forward(x, xo + at, m, s, w, wo, b, bo, y, yo + at, columns);
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
    FloatSpan w = orConstant(weight, Scratch.Slot.NORM_WEIGHT, columns, 1f);
    FloatSpan means = mean == null ? null : WeightReader.floats(mean, rows);
    FloatSpan rstds = WeightReader.floats(rstd, rows);
    FloatSpan d = WeightReader.floats(dy, n);
    FloatSpan out = FloatSpan.of(dx);
    View dw = gradients.weight();
    View db = gradients.bias();
    boolean parameters = dw != null || db != null;
    int pieces = (rows + PIECE - 1) / PIECE;
    int stride = 2 * columns;
    int partials = parameters ? Math.multiplyExact(pieces, stride) : 0;
    float[] partial = Scratch.get(Scratch.Slot.PARTIALS, partials);
    chunks.pieces(
        rows,
        PIECE,
        3 * n,
        (from, to) ->
            backward(
                in.data(),
                in.at(),
                w.data(),
                w.at(),
                means == null ? null : means.data(),
                means == null ? 0 : means.at(),
                rstds.data(),
                rstds.at(),
                d.data(),
                d.at(),
                out.data(),
                out.at(),
                parameters ? partial : null,
                from / PIECE * stride,
                from,
                to,
                columns));
    gather(partial, pieces, stride, 0, columns, dw);
    gather(partial, pieces, stride, columns, columns, db);
  }

  /** Rows of one piece, whose parameter gradients begin at {@code po} of {@code partial}. */
  private static void backward(
      float[] x,
      int xo,
      float[] w,
      int wo,
      float @Nullable [] mean,
      int mo,
      float[] rstd,
      int so,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo,
      float @Nullable [] partial,
      int po,
      int from,
      int to,
      int columns) {
    if (partial != null) {
      Arrays.fill(partial, po, po + 2 * columns, 0f);
    }
    float[] sums = new float[2];
    for (int r = from; r < to; r++) {
      int at = r * columns;
      float m = mean == null ? 0f : mean[mo + r];
      float s = rstd[so + r];
      if (partial == null) {
        NormLoops.gradientSums(x, xo + at, m, s, dy, dyo + at, w, wo, columns, sums);
      } else {
        NormLoops.parameterGradients(
            x, xo + at, m, s, dy, dyo + at, w, wo, partial, po, po + columns, columns, sums);
      }
      float a = mean == null ? 0f : sums[0] / columns;
      float b = sums[1] / columns;
      NormLoops.backward(x, xo + at, m, s, dy, dyo + at, w, wo, a, b, dx, dxo + at, columns);
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
      out.data()[out.at() + c] = (float) sums[c];
    }
  }

  private static FloatSpan orConstant(@Nullable View v, Scratch.Slot slot, int n, float value) {
    if (v != null) {
      return WeightReader.floats(v, n);
    }
    float[] constant = Scratch.get(slot, n);
    Arrays.fill(constant, 0, n, value);
    return new FloatSpan(constant, 0);
  }
}
