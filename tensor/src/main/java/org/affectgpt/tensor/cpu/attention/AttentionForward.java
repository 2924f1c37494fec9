package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.Microkernel;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass. The plain loops, for one query of one head, are
 *
 * <pre>
 *   for (int j = 0; j &lt; keys; j++) {
 *     p[j] = seen(j) ? exp(scale * dot(q, k[j]) - max) : 0;
 *     sum += p[j];
 *   }
 *   for (int j = 0; j &lt; keys; j++) {
 *     out += p[j] / sum * v[j];
 *   }
 * </pre>
 *
 * <p>The idea: scores of a few queries at a time, so that they stay in the cache and are never
 * stored (Dao et al., "FlashAttention", 2022); blocks of keys that no query of a strip sees take no
 * part. There are three ways: this one, {@link AttentionBackward}, and {@link AttentionDecode} for
 * a few queries over many keys.
 *
 * <p>This class takes a run of queries of one key head, strip by strip: scores of a few queries,
 * softmax, weighted sum of values.
 */
final class AttentionForward {
  private static final Scratch SCORES = new Scratch();
  private static final Scratch INVERSES = new Scratch();

  private final AttentionKernels.Dims d;
  private final AttentionHead head;
  private final View q;
  private final float[] keys;
  private final float[] values;
  private final float @Nullable [] mask;
  private final View out;
  private final @Nullable View logSumExp;
  private final AttentionStrip strip;

  AttentionForward(
      AttentionKernels.Dims d,
      AttentionHead head,
      AttentionKernels.Inputs in,
      AttentionKernels.Outputs out) {
    this.d = d;
    this.head = head;
    this.q = in.q();
    this.keys = head.packColumns(in.k(), AttentionHead.KEY_COLUMNS);
    this.values = head.packRows(in.v(), AttentionHead.VALUE_ROWS);
    this.mask = head.mask(in.keyMask());
    this.out = out.out();
    this.logSumExp = out.logSumExp();
    this.strip = new AttentionStrip(d);
  }

  /** Queries {@code [from, to)} of all heads of the group. */
  void run(int from, int to) {
    int rows = rows(d.keys());
    for (int i = from; i < to; i += rows) {
      int count = Math.min(rows, to - i);
      strip.select(i, count);
      for (int member = 0; member < head.group(); member++) {
        strip(member, i, count);
      }
    }
  }

  /** Queries of a strip: fewer where keys are few, so that patterns cut finer. */
  static int rows(int keys) {
    return keys <= 512 ? 2 * Microkernel.ROWS : 4 * Microkernel.ROWS;
  }

  private void strip(int member, int first, int rows) {
    int width = strip.width();
    float[] scores = SCORES.get(Math.max(1, rows * width));
    MatrixSpan strips = new MatrixSpan(scores, 0, width);
    MatrixSpan queries = head.queries(q, member, first);
    MatrixSpan target = head.queries(out, member, first);
    for (int n = 0; n < strip.count(); n++) {
      FloatSpan block = new FloatSpan(keys, strip.block(n) * head.blockStride());
      MatrixSpan to = strips.from(0, n * AttentionStrip.BLOCK);
      PanelProduct.multiply(queries, block, to, rows, strip.length(n), d.dim(), false);
    }
    float[] inverses = INVERSES.get(rows);
    for (int r = 0; r < rows; r++) {
      inverses[r] = softmax(scores, r * width, member, first, r);
    }
    for (int n = 0; n < strip.count(); n++) {
      FloatSpan block = new FloatSpan(values, strip.block(n) * head.blockStride());
      MatrixSpan from = strips.from(0, n * AttentionStrip.BLOCK);
      PanelProduct.multiply(from, block, target, rows, d.dim(), strip.length(n), n > 0);
    }
    for (int r = 0; r < rows; r++) {
      int to = target.row(r);
      if (strip.count() == 0) {
        Arrays.fill(target.data(), to, to + d.dim(), 0f);
      } else {
        ScoreSoftmax.scale(target.data(), to, d.dim(), inverses[r]);
      }
    }
  }

  /** Leaves the row's exponentials and returns 1 over their sum, 0 for a row without keys. */
  private float softmax(float[] scores, int offset, int member, int first, int row) {
    strip.maskPattern(scores, offset, row);
    if (mask != null) {
      strip.maskKeys(scores, offset, mask);
    }
    float max = strip.max(scores, offset);
    boolean none = max == Float.NEGATIVE_INFINITY;
    float sum = strip.exponentiate(scores, offset, none ? 0f : max);
    if (logSumExp != null) {
      float value = none ? Float.NEGATIVE_INFINITY : (float) (max + StrictMath.log(sum));
      head.logSumExps(logSumExp, member).set(first + row, value);
    }
    return none ? 0f : 1f / sum;
  }
}
