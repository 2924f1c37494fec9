package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntArray;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.jspecify.annotations.Nullable;

/** Some queries of one sequence over a span of the cached keys of one key head. */
final class DecodeSpan {
  private static final Scratch MAXIMA = new Scratch();
  private static final Scratch SUMS = new Scratch();
  private static final Scratch WEIGHTED_VALUES = new Scratch();
  private static final Scratch SCORES = new Scratch();
  private static final Scratch GATHERED_QUERIES = new Scratch();
  private static final Scratch VALUE_ROWS = new Scratch();
  private static final Scratch PRODUCT = new Scratch();

  /** So many rows of probabilities and more take packed values, and the microkernel. */
  private static final int MANY = 16;

  private final AttentionKernels.Dims d;
  private final int sequence;
  private final int kvHead;
  private final AttentionHead head;
  private final View q;
  private final View k;
  private final View v;
  private final @Nullable View keyMask;
  private final Partials partials;

  /** Of each row, the largest score, the sum of the exponentials, and the weighted values. */
  record Partials(float[] max, float[] sum, float[] values) {
    static Partials of(int rows, int dim) {
      return new Partials(
          MAXIMA.get(rows), SUMS.get(rows), WEIGHTED_VALUES.get(Math.multiplyExact(rows, dim)));
    }
  }

  DecodeSpan(
      AttentionKernels.Dims d,
      int sequence,
      int kvHead,
      AttentionKernels.Inputs in,
      Partials partials) {
    this.d = d;
    this.sequence = sequence;
    this.kvHead = kvHead;
    this.head = new AttentionHead(d, sequence, kvHead);
    this.q = in.q();
    this.k = in.k();
    this.v = in.v();
    this.keyMask = in.keyMask();
    this.partials = partials;
  }

  /**
   * Runs queries {@code [first, first + count)} over keys {@code [from, end)}.
   *
   * @param partial where the partial results of all heads of the first query begin
   * @param stride partial results between neighbouring queries
   */
  void run(int first, int count, int from, int end, int partial, int stride) {
    int group = head.group();
    int rows = count * group;
    int length = end - from;
    int width = Math.ceilDiv(length, VectorWidth.LANES) * VectorWidth.LANES;
    MatrixSpan queries = new MatrixSpan(GATHERED_QUERIES.get(rows * d.dim()), 0, d.dim());
    for (int i = 0; i < count; i++) {
      // The heads of a group lie side by side.
      MatrixSpan heads = head.queries(q, 0, first + i);
      int to = queries.row(i * group);
      System.arraycopy(heads.data(), heads.at(), queries.data(), to, group * d.dim());
    }
    MatrixSpan scores = new MatrixSpan(SCORES.get(rows * width), 0, width);
    TransposedProduct.multiply(queries, rows, head.keys(k, from), length, d.dim(), scores, false);
    int place = partial + kvHead * group;
    for (int row = 0; row < rows; row++) {
      softmax(scores, row, from, length, place + row / group * stride + row % group);
    }
    MatrixSpan values = head.keys(v, from);
    float[] weighted = rows < MANY ? null : weighted(scores, rows, values, length);
    for (int row = 0; row < rows; row++) {
      int target = (place + row / group * stride + row % group) * d.dim();
      if (weighted != null) {
        System.arraycopy(weighted, row * d.dim(), partials.values(), target, d.dim());
      } else {
        FloatSpan weights = new FloatSpan(scores.data(), scores.row(row));
        FloatSpan to = new FloatSpan(partials.values(), target);
        WeightedSum.sum(weights, length, values, d.dim(), to);
      }
    }
  }

  /** Turns a row of scores into exponentials and keeps its maximum and sum. */
  private void softmax(MatrixSpan rows, int row, int from, int length, int place) {
    float[] scores = rows.data();
    int at = rows.row(row);
    int end = at + rows.stride();
    Arrays.fill(scores, at + length, end, Float.NEGATIVE_INFINITY);
    if (keyMask != null) {
      int[] shown = ((IntArray) keyMask.storage()).data();
      int mask = Math.toIntExact(keyMask.offset() + (long) sequence * d.keys()) + from;
      for (int j = 0; j < length; j++) {
        if (shown[mask + j] == 0) {
          scores[at + j] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    float max = ScoreSoftmax.max(scores, at, end, d.scale());
    boolean none = max == Float.NEGATIVE_INFINITY;
    partials.max()[place] = max;
    partials.sum()[place] = ScoreSoftmax.exponentiate(scores, at, end, d.scale(), none ? 0f : max);
  }

  /** Values weighted by many rows of exponentials. */
  private float[] weighted(MatrixSpan weights, int rows, MatrixSpan values, int length) {
    FloatSpan packed = FloatSpan.of(VALUE_ROWS.get(length * Panels.padded(d.dim())));
    float[] sums = PRODUCT.get(rows * d.dim());
    Panels.pack(values, length, d.dim(), packed);
    MatrixSpan to = new MatrixSpan(sums, 0, d.dim());
    PanelProduct.multiply(weights, packed, to, rows, d.dim(), length, false);
    return sums;
  }
}
