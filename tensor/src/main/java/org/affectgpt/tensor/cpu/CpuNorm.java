package org.affectgpt.tensor.cpu;

import java.util.Arrays;
import org.affectgpt.tensor.backend.View;
import org.jspecify.annotations.Nullable;

/** Layer norm and rms norm: an rms norm is a layer norm whose mean is taken as 0. */
final class CpuNorm {
  /** Rows whose parameter gradients are added in F32 before they meet the others in float64. */
  private static final int PIECE = 64;

  private final Chunks chunks;

  CpuNorm(Chunks chunks) {
    this.chunks = chunks;
  }

  /** With {@code mean} null the rows are not centred. */
  void forward(
      View x,
      @Nullable View weight,
      @Nullable View bias,
      float eps,
      View y,
      @Nullable View mean,
      View rstd,
      int rows,
      int columns) {
    HeapFloats in = HeapFloats.input(x, (long) rows * columns);
    HeapFloats w = orConstant(weight, Scratch.Slot.NORM_WEIGHT, columns, 1f);
    HeapFloats b = orConstant(bias, Scratch.Slot.NORM_BIAS, columns, 0f);
    HeapFloats out = HeapFloats.output(y);
    HeapFloats means = mean == null ? null : HeapFloats.output(mean);
    HeapFloats rstds = HeapFloats.output(rstd);
    chunks.rows(
        rows,
        2L * columns,
        (from, to) -> {
          double[] moments = new double[2];
          for (int r = from; r < to; r++) {
            int xo = in.at() + r * columns;
            float m = 0f;
            double square;
            if (means == null) {
              square = Sums.dot(in.data(), xo, in.data(), xo, columns);
            } else {
              Sums.moments(in.data(), xo, columns, moments);
              m = (float) moments[0];
              square = moments[1];
            }
            float s = (float) (1 / Math.sqrt(square / columns + eps));
            if (means != null) {
              means.data()[means.at() + r] = m;
            }
            rstds.data()[rstds.at() + r] = s;
            NormRows.forward(
                in.data(),
                xo,
                m,
                s,
                w.data(),
                w.at(),
                b.data(),
                b.at(),
                out.data(),
                out.at() + r * columns,
                columns);
          }
        });
  }

  /** With {@code mean} null the rows were not centred. */
  void backward(
      View x,
      @Nullable View weight,
      @Nullable View mean,
      View rstd,
      View dy,
      View dx,
      @Nullable View dw,
      @Nullable View db,
      int rows,
      int columns) {
    long n = (long) rows * columns;
    HeapFloats in = HeapFloats.input(x, n);
    HeapFloats w = orConstant(weight, Scratch.Slot.NORM_WEIGHT, columns, 1f);
    HeapFloats means = mean == null ? null : HeapFloats.input(mean, rows);
    HeapFloats rstds = HeapFloats.input(rstd, rows);
    HeapFloats d = HeapFloats.input(dy, n);
    HeapFloats out = HeapFloats.output(dx);
    boolean parameters = dw != null || db != null;
    int pieces = (rows + PIECE - 1) / PIECE;
    int stride = 2 * columns;
    int partials = parameters ? Math.multiplyExact(pieces, stride) : 0;
    float[] partial = Scratch.get(Scratch.Slot.PARTIALS, partials);
    chunks.pieces(
        rows,
        PIECE,
        3 * n,
        (from, to) -> {
          int po = from / PIECE * stride;
          if (parameters) {
            Arrays.fill(partial, po, po + stride, 0f);
          }
          int done = from;
          if (parameters && columns % VectorWidth.LANES == 0) {
            done = quads(in, w, means, rstds, d, out, from, to, partial, po, columns);
          }
          float[] sums = new float[2];
          for (int r = done; r < to; r++) {
            int xo = in.at() + r * columns;
            int dyo = d.at() + r * columns;
            float m = means == null ? 0f : means.data()[means.at() + r];
            float s = rstds.data()[rstds.at() + r];
            NormRows.gradientSums(
                in.data(), xo, m, s, d.data(), dyo, w.data(), w.at(), columns, sums);
            float a = means == null ? 0f : sums[0] / columns;
            float b = sums[1] / columns;
            int dxo = out.at() + r * columns;
            if (parameters) {
              NormRows.backward(
                  in.data(),
                  xo,
                  m,
                  s,
                  d.data(),
                  dyo,
                  w.data(),
                  w.at(),
                  a,
                  b,
                  out.data(),
                  dxo,
                  partial,
                  po,
                  partial,
                  po + columns,
                  columns);
            } else {
              NormRows.backward(
                  in.data(),
                  xo,
                  m,
                  s,
                  d.data(),
                  dyo,
                  w.data(),
                  w.at(),
                  a,
                  b,
                  out.data(),
                  dxo,
                  columns);
            }
          }
        });
    gather(partial, pieces, stride, 0, columns, dw);
    gather(partial, pieces, stride, columns, columns, db);
  }

  /** The rows that come in fours; returns the first that is left. */
  private static int quads(
      HeapFloats x,
      HeapFloats w,
      @Nullable HeapFloats means,
      HeapFloats rstds,
      HeapFloats dy,
      HeapFloats dx,
      int from,
      int to,
      float[] partial,
      int po,
      int columns) {
    float[] m = new float[NormQuads.ROWS];
    float[] s = new float[NormQuads.ROWS];
    float[] sums = new float[2 * NormQuads.ROWS];
    int r = from;
    for (; r <= to - NormQuads.ROWS; r += NormQuads.ROWS) {
      System.arraycopy(rstds.data(), rstds.at() + r, s, 0, NormQuads.ROWS);
      if (means != null) {
        System.arraycopy(means.data(), means.at() + r, m, 0, NormQuads.ROWS);
      }
      int xo = x.at() + r * columns;
      int dyo = dy.at() + r * columns;
      NormQuads.gradientSums(x.data(), xo, m, dy.data(), dyo, w.data(), w.at(), columns, sums);
      for (int i = 0; i < NormQuads.ROWS; i++) {
        sums[2 * i] = means == null ? 0f : sums[2 * i] / columns;
        sums[2 * i + 1] = sums[2 * i + 1] * s[i] / columns;
      }
      NormQuads.backward(
          x.data(),
          xo,
          m,
          s,
          dy.data(),
          dyo,
          w.data(),
          w.at(),
          sums,
          dx.data(),
          dx.at() + r * columns,
          partial,
          po,
          po + columns,
          columns);
    }
    return r;
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
    HeapFloats out = HeapFloats.output(target);
    for (int c = 0; c < columns; c++) {
      out.data()[out.at() + c] = (float) sums[c];
    }
  }

  private static HeapFloats orConstant(@Nullable View v, Scratch.Slot slot, int n, float value) {
    if (v != null) {
      return HeapFloats.input(v, n);
    }
    float[] constant = Scratch.get(slot, n);
    Arrays.fill(constant, 0, n, value);
    return new HeapFloats(constant, 0);
  }
}
