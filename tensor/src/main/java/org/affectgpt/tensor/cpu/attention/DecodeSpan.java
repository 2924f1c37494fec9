package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.IntArray;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.jspecify.annotations.Nullable;

/** Some queries of one sequence over a span of the cached keys of one key head. */
final class DecodeSpan {
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
          Scratch.get(Scratch.Slot.PARTIAL_MAXIMA, rows),
          Scratch.get(Scratch.Slot.PARTIAL_SUMS, rows),
          Scratch.get(Scratch.Slot.PARTIALS, Math.multiplyExact(rows, dim)));
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
   * Runs queries {@code [first, first + count)} over keys {@code [from, to)}.
   *
   * @param partial where the partial results of all heads of the first query begin
   * @param stride partial results between neighbouring queries
   */
  void run(int first, int count, int from, int to, int partial, int stride) {
    int group = head.group();
    int rows = count * group;
    int width = Math.ceilDiv(to - from, VectorWidth.LANES) * VectorWidth.LANES;
    float[] scores = Scratch.get(Scratch.Slot.SCORES, rows * width);
    float[] queries = Scratch.get(Scratch.Slot.QUERIES, rows * d.dim());
    for (int i = 0; i < count; i++) {
      // The heads of a group lie side by side.
      int at = head.query(q, 0, first + i);
      int into = i * group * d.dim();
      System.arraycopy(AttentionHead.floats(q), at, queries, into, group * d.dim());
    }
    TransposedProduct.multiply(
        queries,
        0,
        d.dim(),
        rows,
        AttentionHead.floats(k),
        head.key(k, from),
        head.keyStride(),
        to - from,
        d.dim(),
        scores,
        0,
        width,
        false);
    int place = partial + kvHead * group;
    for (int row = 0; row < rows; row++) {
      softmax(scores, row * width, width, from, to, place + row / group * stride + row % group);
    }
    float[] weighted = rows < MANY ? null : weighted(scores, width, rows, from, to);
    for (int row = 0; row < rows; row++) {
      int target = (place + row / group * stride + row % group) * d.dim();
      if (weighted != null) {
        System.arraycopy(weighted, row * d.dim(), partials.values(), target, d.dim());
      } else {
        WeightedSum.sum(
            scores,
            row * width,
            to - from,
            AttentionHead.floats(v),
            head.key(v, from),
            head.keyStride(),
            d.dim(),
            partials.values(),
            target);
      }
    }
  }

  /** Turns a row of scores into exponentials and keeps its maximum and sum. */
  private void softmax(float[] scores, int at, int width, int from, int to, int place) {
    Arrays.fill(scores, at + to - from, at + width, Float.NEGATIVE_INFINITY);
    if (keyMask != null) {
      int[] shown = ((IntArray) keyMask.storage()).data();
      int mask = Math.toIntExact(keyMask.offset() + (long) sequence * d.keys()) + from;
      for (int j = 0; j < to - from; j++) {
        if (shown[mask + j] == 0) {
          scores[at + j] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    float max = ScoreSoftmax.max(scores, at, at + width, d.scale());
    boolean none = max == Float.NEGATIVE_INFINITY;
    partials.max()[place] = max;
    partials.sum()[place] =
        ScoreSoftmax.exponentiate(scores, at, at + width, d.scale(), none ? 0f : max);
  }

  /** Values weighted by many rows of exponentials. */
  private float[] weighted(float[] weights, int width, int rows, int from, int to) {
    float[] packed = Scratch.get(Scratch.Slot.VALUES, (to - from) * Panels.padded(d.dim()));
    float[] sums = Scratch.get(Scratch.Slot.KEYS, rows * d.dim());
    float[] values = AttentionHead.floats(v);
    Panels.pack(values, head.key(v, from), head.keyStride(), to - from, d.dim(), packed, 0);
    PanelProduct.multiply(
        weights, 0, width, rows, packed, 0, to - from, d.dim(), sums, 0, d.dim(), false);
    return sums;
  }
}
