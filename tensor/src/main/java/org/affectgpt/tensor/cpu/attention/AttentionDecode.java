package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.MatrixProduct;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.vector.VectorMath;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass for a few queries over cached keys. The cache is cut into spans of keys, for
 * every thread to take: each span leaves its own maximum, sum and weighted values, which are put
 * together in the order of the spans (Dao et al., "Flash-Decoding", 2023). All queries share a run
 * of keys from the start; each has a run of its own.
 */
final class AttentionDecode {
  /** Keys of a span. */
  static final int SPAN = 256;

  private static final int MAX_QUERIES = 4;

  private final AttentionKernels.Dims d;
  private final AttentionKernels.Inputs in;
  private final View out;
  private final @Nullable View logSumExp;
  private final @Nullable IntSpan last;
  private final int common;
  private final int commonSpans;
  private final int ownSpans;

  /**
   * @param last the last key that each query of each sequence sees of its own run; null where the
   *     pattern says it
   */
  AttentionDecode(
      AttentionKernels.Dims d,
      AttentionKernels.Inputs in,
      AttentionKernels.Outputs out,
      @Nullable IntSpan last) {
    this.d = d;
    this.in = in;
    this.out = out.out();
    this.logSumExp = out.logSumExp();
    this.last = last;
    this.common = Math.max(0, d.pattern().firstEnd(0, d.keys()));
    int longest = 0;
    for (int row = 0; row < d.batch() * d.queries(); row++) {
      int i = row % d.queries();
      longest = Math.max(longest, ownEnd(row / d.queries(), i) - ownStart(i));
    }
    this.commonSpans = Math.ceilDiv(common, SPAN);
    this.ownSpans = Math.ceilDiv(longest, SPAN);
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

  private int ownEnd(int sequence, int i) {
    if (last != null) {
      return last.index(sequence * d.queries() + i, d.keys()) + 1;
    }
    return d.pattern().kind() == AttentionPattern.Kind.DECODE
        ? d.pattern().secondEnd(i)
        : d.pattern().firstEnd(i, d.keys());
  }

  void run(@Nullable Workers workers) {
    int rows = Math.multiplyExact(d.batch() * d.queries() * (commonSpans + ownSpans), d.heads());
    DecodeSpan.Partials partials = DecodeSpan.Partials.of(rows, d.dim());
    int spans = commonSpans + d.queries() * ownSpans;
    MatrixProduct.tasks(
        workers,
        d.batch() * d.kvHeads() * spans,
        task ->
            span(task / spans / d.kvHeads(), task / spans % d.kvHeads(), task % spans, partials));
    for (int row = 0; row < d.batch() * d.queries(); row++) {
      for (int head = 0; head < d.heads(); head++) {
        gather(row / d.queries(), row % d.queries(), head, partials);
      }
    }
  }

  private void span(int sequence, int kvHead, int index, DecodeSpan.Partials partials) {
    DecodeSpan span = new DecodeSpan(d, sequence, kvHead, in, partials);
    if (index < commonSpans) {
      int from = index * SPAN;
      int to = Math.min(common, from + SPAN);
      span.run(0, d.queries(), from, to, partial(sequence, 0, index, 0), partialStride());
    } else {
      int i = (index - commonSpans) / ownSpans;
      int n = (index - commonSpans) % ownSpans;
      int from = ownStart(i) + n * SPAN;
      int to = Math.max(from, Math.min(ownEnd(sequence, i), from + SPAN));
      span.run(i, 1, from, to, partial(sequence, i, commonSpans + n, 0), partialStride());
    }
  }

  /** Partial results between neighbouring queries. */
  private int partialStride() {
    return (commonSpans + ownSpans) * d.heads();
  }

  private int partial(int sequence, int i, int span, int head) {
    return (sequence * d.queries() + i) * partialStride() + span * d.heads() + head;
  }

  /** Puts the spans of one query of one head together. */
  private void gather(int sequence, int i, int head, DecodeSpan.Partials partials) {
    int group = d.heads() / d.kvHeads();
    AttentionHead address = new AttentionHead(d, sequence, head / group);
    MatrixSpan rows = address.queries(out, head % group, i);
    FloatSpan target = new FloatSpan(rows.data(), rows.at());
    Arrays.fill(target.data(), target.at(), target.at() + d.dim(), 0f);
    int first = partial(sequence, i, 0, head);
    int end = first + partialStride();
    float max = Float.NEGATIVE_INFINITY;
    for (int p = first; p < end; p += d.heads()) {
      max = Math.max(max, partials.max()[p]);
    }
    float sum = 0f;
    for (int p = first; p < end; p += d.heads()) {
      if (partials.max()[p] != Float.NEGATIVE_INFINITY) {
        float weight = VectorMath.exp(partials.max()[p] - max);
        sum += weight * partials.sum()[p];
        FloatSpan values = new FloatSpan(partials.values(), p * d.dim());
        ScalarLoops.axpy(weight, values, target, d.dim());
      }
    }
    boolean none = max == Float.NEGATIVE_INFINITY;
    if (!none) {
      ScoreSoftmax.scale(target.data(), target.at(), d.dim(), 1f / sum);
    }
    if (logSumExp != null) {
      float value = none ? Float.NEGATIVE_INFINITY : (float) (max + StrictMath.log(sum));
      address.logSumExps(logSumExp, head % group).set(i, value);
    }
  }
}
