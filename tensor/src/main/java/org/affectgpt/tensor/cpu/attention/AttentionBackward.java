package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import java.util.Objects;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.Microkernel;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.LaneSums;
import org.jspecify.annotations.Nullable;

/**
 * The backward pass of some queries of one key head of one sequence: the probabilities come back
 * from the scores and their log-sum-exp, strip by strip (Dao et al. 2022, algorithm 4). The query
 * heads of the group and their strips follow one another in a fixed order, so the sums of dk and dv
 * are always the same.
 */
final class AttentionBackward {
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
  private final Target dk;
  private final Target dv;
  private final float[] keyColumns;
  private final float[] keyRows;
  private final float[] valueColumns;
  private final float @Nullable [] mask;
  private final AttentionStrip strip;

  /** Where the gradient of the keys or values of the head is added up. */
  record Target(float[] data, int at, int stride) {
    void clear(int rows, int dim) {
      for (int j = 0; j < rows; j++) {
        Arrays.fill(data, at + j * stride, at + j * stride + dim, 0f);
      }
    }
  }

  AttentionBackward(
      AttentionKernels.Dims d,
      AttentionHead head,
      AttentionKernels.Inputs in,
      AttentionKernels.Outputs out,
      View dOut,
      View dq,
      Target dk,
      Target dv) {
    this.d = d;
    this.head = head;
    this.q = in.q();
    this.out = out.out();
    this.logSumExp = Objects.requireNonNull(out.logSumExp(), "the log-sum-exp of the forward pass");
    this.dOut = dOut;
    this.dq = dq;
    this.dk = dk;
    this.dv = dv;
    this.keyColumns = head.packColumns(in.k(), Scratch.Slot.KEYS_TRANSPOSED);
    this.keyRows = head.packRows(in.k(), Scratch.Slot.KEYS);
    this.valueColumns = head.packColumns(in.v(), Scratch.Slot.VALUES_TRANSPOSED);
    this.mask = head.mask(in.keyMask());
    this.strip = new AttentionStrip(d);
  }

  /** Units of work of a key head: runs of queries of each head of the group. */
  static int units(AttentionKernels.Dims d) {
    return d.heads() / d.kvHeads() * Math.ceilDiv(d.queries(), QUERIES);
  }

  /** Runs units {@code [first, end)}: all of dq of their queries, and their part of dk and dv. */
  void run(int first, int end) {
    dk.clear(d.keys(), d.dim());
    dv.clear(d.keys(), d.dim());
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

  private void strip(int member, int first, int rows) {
    strip.select(first, rows);
    int stride = head.queryStride();
    int width = strip.width();
    float[] gradient = AttentionHead.floats(dq);
    int dqAt = head.query(dq, member, first);
    if (strip.count() == 0) {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(gradient, dqAt + r * stride, dqAt + r * stride + d.dim(), 0f);
      }
      return;
    }
    float[] deltas = deltas(member, first, rows);
    float[] p = Scratch.get(Scratch.Slot.SCORES, rows * width);
    float[] ds = Scratch.get(Scratch.Slot.SCORE_GRADIENTS, rows * width);
    scores(q, member, first, rows, keyColumns, p);
    scores(dOut, member, first, rows, valueColumns, ds);
    for (int r = 0; r < rows; r++) {
      row(p, ds, member, first, r, deltas[r]);
    }
    for (int n = 0; n < strip.count(); n++) {
      PanelProduct.multiply(
          ds,
          n * AttentionStrip.BLOCK,
          width,
          rows,
          keyRows,
          strip.block(n) * head.blockStride(),
          strip.length(n),
          d.dim(),
          gradient,
          dqAt,
          stride,
          n > 0);
    }
    accumulate(p, packRows(dOut, member, first, rows, Scratch.Slot.OUT_GRADIENTS), rows, dv);
    accumulate(ds, packRows(q, member, first, rows, Scratch.Slot.QUERIES), rows, dk);
  }

  private void scores(View x, int member, int first, int rows, float[] packed, float[] scores) {
    for (int n = 0; n < strip.count(); n++) {
      PanelProduct.multiply(
          AttentionHead.floats(x),
          head.query(x, member, first),
          head.queryStride(),
          rows,
          packed,
          strip.block(n) * head.blockStride(),
          d.dim(),
          strip.length(n),
          scores,
          n * AttentionStrip.BLOCK,
          strip.width(),
          false);
    }
  }

  /** Scores and dP of one row become P and dS. */
  private void row(float[] p, float[] ds, int member, int first, int row, float delta) {
    int offset = row * strip.width();
    int end = strip.count() - 1;
    int tail = offset + end * AttentionStrip.BLOCK + strip.length(end);
    Arrays.fill(ds, tail, offset + strip.width(), 0f);
    strip.hide(p, offset, row);
    if (mask != null) {
      strip.mask(p, offset, mask);
    }
    float sum = AttentionHead.floats(logSumExp)[head.logSumExp(logSumExp, member, first + row)];
    strip.exponentiate(p, offset, sum == Float.NEGATIVE_INFINITY ? 0f : sum);
    strip.scoreGradient(p, ds, offset, delta);
  }

  /**
   * The dot products of output rows and their gradients. They come before all else of a strip: that
   * far into a method the compiler inlines whatever it meets, and makes no objects of vectors.
   */
  private float[] deltas(int member, int first, int rows) {
    float[] deltas = Scratch.get(Scratch.Slot.DELTAS, rows);
    LaneSums.dots(
        AttentionHead.floats(out),
        head.query(out, member, first),
        AttentionHead.floats(dOut),
        head.query(dOut, member, first),
        head.queryStride(),
        rows,
        d.dim(),
        deltas);
    return deltas;
  }

  private float[] packRows(View x, int member, int first, int rows, Scratch.Slot slot) {
    float[] packed = Scratch.get(slot, rows * Panels.padded(d.dim()));
    Panels.pack(
        AttentionHead.floats(x),
        head.query(x, member, first),
        head.queryStride(),
        rows,
        d.dim(),
        packed,
        0);
    return packed;
  }

  /** Adds the transpose of a strip times packed rows to the gradient of keys or values. */
  private void accumulate(float[] scores, float[] packed, int rows, Target target) {
    float[] packedA = Scratch.get(Scratch.Slot.PACKED_A, (AttentionStrip.BLOCK + 6) * rows);
    for (int n = 0; n < strip.count(); n++) {
      int length = strip.length(n);
      Panels.packTransposedA(
          scores, n * AttentionStrip.BLOCK, strip.width(), rows, length, packedA, 0);
      PanelProduct.multiplyPacked(
          packedA,
          0,
          length,
          packed,
          0,
          rows,
          d.dim(),
          target.data(),
          target.at() + strip.block(n) * AttentionStrip.BLOCK * target.stride(),
          target.stride(),
          true);
    }
  }
}
