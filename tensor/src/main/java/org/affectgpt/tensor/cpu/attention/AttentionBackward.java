package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import java.util.Objects;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.Microkernel;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.LaneSums;
import org.jspecify.annotations.Nullable;

/**
 * The backward pass of some queries of one key head of one sequence: the probabilities come back
 * from the scores and their log-sum-exp, strip by strip (Dao et al. 2022, algorithm 4): with {@code
 * delta = dot(dOut, out)}, {@code dV = P^T dOut}, {@code dS = P (dOut V^T - delta) scale}, {@code
 * dQ = dS K}, {@code dK = dS^T Q}. The query heads of the group and their strips follow one another
 * in a fixed order, so the sums of dk and dv are always the same.
 */
final class AttentionBackward {
  private static final Scratch SCORES = new Scratch();
  private static final Scratch SCORE_GRADIENTS = new Scratch();
  private static final Scratch DELTAS = new Scratch();
  private static final Scratch PACKED_SCORES = new Scratch();
  private static final Scratch OUT_GRADIENT_ROWS = new Scratch();
  private static final Scratch QUERY_ROWS = new Scratch();

  /** Queries of a unit of work. */
  static final int QUERIES = 192;

  private static final int MAX_ROWS = 8 * Microkernel.ROWS;
  private static final int STRIP_ELEMENTS = 1 << 16;

  private final AttentionKernels.Dims d;
  private final AttentionHead head;
  private final View q;
  private final View out;
  private final View logSumExp;
  private final View dOut;
  private final View dq;
  private final MatrixSpan dk;
  private final MatrixSpan dv;
  private final float[] keyColumns;
  private final float[] keyRows;
  private final float[] valueColumns;
  private final float @Nullable [] mask;
  private final AttentionStrip strip;

  AttentionBackward(
      AttentionKernels.Dims d,
      AttentionHead head,
      AttentionKernels.Inputs in,
      AttentionKernels.Outputs out,
      View dOut,
      View dq,
      MatrixSpan dk,
      MatrixSpan dv) {
    this.d = d;
    this.head = head;
    this.q = in.q();
    this.out = out.out();
    this.logSumExp = Objects.requireNonNull(out.logSumExp(), "the log-sum-exp of the forward pass");
    this.dOut = dOut;
    this.dq = dq;
    this.dk = dk;
    this.dv = dv;
    this.keyColumns = head.packColumns(in.k(), AttentionHead.KEY_COLUMNS);
    this.keyRows = head.packRows(in.k(), AttentionHead.KEY_ROWS);
    this.valueColumns = head.packColumns(in.v(), AttentionHead.VALUE_COLUMNS);
    this.mask = head.mask(in.keyMask());
    this.strip = new AttentionStrip(d);
  }

  /** Units of work of a key head: runs of queries of each head of the group. */
  static int units(AttentionKernels.Dims d) {
    return d.heads() / d.kvHeads() * Math.ceilDiv(d.queries(), QUERIES);
  }

  /** Runs units {@code [first, end)}: all of dq of their queries, and their part of dk and dv. */
  void run(int first, int end) {
    clear(dk);
    clear(dv);
    int fit = STRIP_ELEMENTS / Math.max(1, d.keys()) / Microkernel.ROWS * Microkernel.ROWS;
    int rows = Math.max(Microkernel.ROWS, Math.min(MAX_ROWS, fit));
    int runs = Math.ceilDiv(d.queries(), QUERIES);
    for (int unit = first; unit < end; unit++) {
      int from = unit % runs * QUERIES;
      int to = Math.min(d.queries(), from + QUERIES);
      for (int i = from; i < to; i += rows) {
        strip(unit / runs, i, Math.min(rows, to - i));
      }
    }
  }

  private void clear(MatrixSpan gradient) {
    for (int j = 0; j < d.keys(); j++) {
      Arrays.fill(gradient.data(), gradient.row(j), gradient.row(j) + d.dim(), 0f);
    }
  }

  private void strip(int member, int first, int rows) {
    strip.select(first, rows);
    int width = strip.width();
    MatrixSpan gradient = head.queries(dq, member, first);
    if (strip.count() == 0) {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(gradient.data(), gradient.row(r), gradient.row(r) + d.dim(), 0f);
      }
      return;
    }
    MatrixSpan queries = head.queries(q, member, first);
    MatrixSpan outGradients = head.queries(dOut, member, first);
    float[] deltas = deltas(head.queries(out, member, first), outGradients, rows);
    MatrixSpan p = new MatrixSpan(SCORES.get(rows * width), 0, width);
    MatrixSpan ds = new MatrixSpan(SCORE_GRADIENTS.get(rows * width), 0, width);
    scores(queries, rows, keyColumns, p);
    scores(outGradients, rows, valueColumns, ds);
    FloatSpan sums = head.logSumExps(logSumExp, member).plus(first);
    for (int r = 0; r < rows; r++) {
      row(p.data(), ds.data(), r, sums.get(r), deltas[r]);
    }
    for (int n = 0; n < strip.count(); n++) {
      MatrixSpan from = ds.from(0, n * AttentionStrip.BLOCK);
      FloatSpan block = new FloatSpan(keyRows, strip.block(n) * head.blockStride());
      PanelProduct.multiply(from, block, gradient, rows, d.dim(), strip.length(n), n > 0);
    }
    accumulate(p, packRows(outGradients, rows, OUT_GRADIENT_ROWS), rows, dv);
    accumulate(ds, packRows(queries, rows, QUERY_ROWS), rows, dk);
  }

  private void scores(MatrixSpan x, int rows, float[] packed, MatrixSpan scores) {
    for (int n = 0; n < strip.count(); n++) {
      FloatSpan block = new FloatSpan(packed, strip.block(n) * head.blockStride());
      MatrixSpan to = scores.from(0, n * AttentionStrip.BLOCK);
      PanelProduct.multiply(x, block, to, rows, strip.length(n), d.dim(), false);
    }
  }

  /** Scores and dP of one row become P and dS. */
  private void row(float[] p, float[] ds, int row, float sum, float delta) {
    int offset = row * strip.width();
    int end = strip.count() - 1;
    int tail = offset + end * AttentionStrip.BLOCK + strip.length(end);
    Arrays.fill(ds, tail, offset + strip.width(), 0f);
    strip.maskPattern(p, offset, row);
    if (mask != null) {
      strip.maskKeys(p, offset, mask);
    }
    strip.exponentiate(p, offset, sum == Float.NEGATIVE_INFINITY ? 0f : sum);
    strip.scoreGradient(p, ds, offset, delta);
  }

  /**
   * The dot products of output rows and their gradients. They come before all else of a strip: that
   * far into a method the compiler inlines whatever it meets, and makes no objects of vectors.
   */
  private float[] deltas(MatrixSpan out, MatrixSpan outGradients, int rows) {
    float[] deltas = DELTAS.get(rows);
    LaneSums.dots(out, outGradients, rows, d.dim(), deltas);
    return deltas;
  }

  private FloatSpan packRows(MatrixSpan x, int rows, Scratch scratch) {
    FloatSpan packed = FloatSpan.of(scratch.get(rows * Panels.padded(d.dim())));
    Panels.pack(x, rows, d.dim(), packed);
    return packed;
  }

  /** Adds the transpose of a strip times packed rows to the gradient of keys or values. */
  private void accumulate(MatrixSpan scores, FloatSpan packed, int rows, MatrixSpan target) {
    FloatSpan packedA = FloatSpan.of(PACKED_SCORES.get((AttentionStrip.BLOCK + 6) * rows));
    for (int n = 0; n < strip.count(); n++) {
      int length = strip.length(n);
      Panels.packTransposedA(scores.from(0, n * AttentionStrip.BLOCK), rows, length, packedA);
      MatrixSpan to = target.from(strip.block(n) * AttentionStrip.BLOCK, 0);
      PanelProduct.multiplyPacked(packedA, packed, to, length, d.dim(), rows, true);
    }
  }
}
