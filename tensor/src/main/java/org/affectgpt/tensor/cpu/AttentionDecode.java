package org.affectgpt.tensor.cpu;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.View;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass for a few queries over cached keys, for one key head: scores are dot products
 * with the keys as they lie. All queries share a run of keys from the start; each has a run of its
 * own.
 */
final class AttentionDecode {
  private static final int MAX_QUERIES = 4;
  private static final int BLOCK = 128;

  private final AttentionKernels.Dims d;
  private final AttentionHead head;
  private final View q;
  private final View k;
  private final View v;
  private final float @Nullable [] mask;
  private final View out;
  private final @Nullable View logSumExp;
  private final int rows;
  private final int common;
  private final int width;
  private final float[] scores;
  private final float[] sums;

  AttentionDecode(
      AttentionKernels.Dims d,
      AttentionHead head,
      View q,
      View k,
      View v,
      @Nullable View keyMask,
      View out,
      @Nullable View logSumExp) {
    this.d = d;
    this.head = head;
    this.q = q;
    this.k = k;
    this.v = v;
    this.mask = head.mask(keyMask);
    this.out = out;
    this.logSumExp = logSumExp;
    this.rows = d.queries() * head.group();
    this.common = Math.max(0, d.pattern().firstEnd(0, d.keys()));
    int longest = 0;
    for (int i = 0; i < d.queries(); i++) {
      longest = Math.max(longest, ownEnd(i) - ownStart(i));
    }
    this.width = Math.ceilDiv(common + longest, VectorWidth.LANES) * VectorWidth.LANES;
    this.scores = Scratch.get(Scratch.Slot.SCORES, rows * width);
    this.sums = Scratch.get(Scratch.Slot.KEYS, rows * d.dim());
  }

  /** Whether a call is of this form. */
  static boolean takes(AttentionKernels.Dims d) {
    AttentionPattern.Kind kind = d.pattern().kind();
    return kind == AttentionPattern.Kind.DECODE
        || (kind != AttentionPattern.Kind.BRANCHES && d.queries() <= MAX_QUERIES);
  }

  private int ownStart(int i) {
    return d.pattern().kind() == AttentionPattern.Kind.DECODE ? d.pattern().secondStart(i) : common;
  }

  private int ownEnd(int i) {
    return d.pattern().kind() == AttentionPattern.Kind.DECODE
        ? d.pattern().secondEnd(i)
        : d.pattern().firstEnd(i, d.keys());
  }

  void run() {
    int group = head.group();
    float[] queries = Scratch.get(Scratch.Slot.QUERIES, rows * d.dim());
    for (int i = 0; i < d.queries(); i++) {
      // The heads of a group lie side by side.
      System.arraycopy(
          AttentionHead.floats(q),
          head.query(q, 0, i),
          queries,
          i * group * d.dim(),
          group * d.dim());
    }
    dots(queries, 0, rows, 0, common, 0);
    for (int i = 0; i < d.queries(); i++) {
      dots(queries, i * group, group, ownStart(i), ownEnd(i) - ownStart(i), common);
    }
    float[] inverses = Scratch.get(Scratch.Slot.LOG_SUMS, rows);
    for (int row = 0; row < rows; row++) {
      inverses[row] = softmax(row);
    }
    Arrays.fill(sums, 0, rows * d.dim(), 0f);
    for (int j = 0; j < common; j += BLOCK) {
      weigh(0, rows, j, Math.min(BLOCK, common - j), j);
    }
    for (int i = 0; i < d.queries(); i++) {
      int own = ownEnd(i) - ownStart(i);
      for (int j = 0; j < own; j += BLOCK) {
        weigh(i * group, group, ownStart(i) + j, Math.min(BLOCK, own - j), common + j);
      }
    }
    for (int row = 0; row < rows; row++) {
      RowSoftmax.scale(sums, row * d.dim(), d.dim(), inverses[row]);
      int to = head.query(out, row % group, row / group);
      System.arraycopy(sums, row * d.dim(), AttentionHead.floats(out), to, d.dim());
    }
  }

  private void dots(float[] queries, int row, int count, int key, int keys, int column) {
    DotProduct.multiply(
        queries,
        row * d.dim(),
        d.dim(),
        count,
        AttentionHead.floats(k),
        head.key(k, key),
        head.keyStride(),
        keys,
        d.dim(),
        scores,
        row * width + column,
        width,
        false);
  }

  /** Leaves the row's exponentials and returns 1 over their sum, 0 for a row without keys. */
  private float softmax(int row) {
    int i = row / head.group();
    int own = ownEnd(i) - ownStart(i);
    int from = row * width;
    Arrays.fill(scores, from + common + own, from + width, Float.NEGATIVE_INFINITY);
    if (mask != null) {
      for (int j = 0; j < common; j++) {
        scores[from + j] += mask[j];
      }
      for (int j = 0; j < own; j++) {
        scores[from + common + j] += mask[ownStart(i) + j];
      }
    }
    float max = RowSoftmax.max(scores, from, from + width, d.scale());
    boolean none = max == Float.NEGATIVE_INFINITY;
    float sum = RowSoftmax.exponentiate(scores, from, from + width, d.scale(), none ? 0f : max);
    if (logSumExp != null) {
      AttentionHead.floats(logSumExp)[head.logSumExp(logSumExp, row % head.group(), i)] =
          none ? Float.NEGATIVE_INFINITY : (float) (max + StrictMath.log(sum));
    }
    return none ? 0f : 1f / sum;
  }

  /** Adds values weighted by the exponentials of some rows. */
  private void weigh(int row, int count, int key, int keys, int column) {
    float[] packed = Scratch.get(Scratch.Slot.VALUES, BLOCK * Panels.padded(d.dim()));
    Panels.pack(
        AttentionHead.floats(v), head.key(v, key), head.keyStride(), keys, d.dim(), packed, 0);
    PanelProduct.multiply(
        scores,
        row * width + column,
        width,
        count,
        packed,
        0,
        keys,
        d.dim(),
        sums,
        row * d.dim(),
        d.dim(),
        true);
  }
}
