package org.affectgpt.tensor.cpu;

import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.jspecify.annotations.Nullable;

/** Attention in strips of queries; the matrix of scores is never kept. */
public final class CpuAttention implements AttentionKernels {
  private static final int CHUNK = 192;
  private static final long ONE_THREAD = 1 << 17;

  private final Workers workers;

  public CpuAttention(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void forward(
      Dims d, View q, View k, View v, @Nullable View keyMask, View out, @Nullable View logSumExp) {
    check(d);
    if (AttentionDecode.takes(d)) {
      MatrixProduct.tasks(
          work(d) < ONE_THREAD ? null : workers,
          d.batch() * d.kvHeads(),
          task -> new AttentionDecode(d, head(d, task), q, k, v, keyMask, out, logSumExp).run());
      return;
    }
    int chunks = (d.queries() + CHUNK - 1) / CHUNK;
    MatrixProduct.tasks(
        work(d) < ONE_THREAD ? null : workers,
        d.batch() * d.kvHeads() * chunks,
        task -> {
          int from = task % chunks * CHUNK;
          AttentionHead head = head(d, task / chunks);
          new AttentionForward(d, head, q, k, v, keyMask, out, logSumExp)
              .run(from, Math.min(d.queries(), from + CHUNK));
        });
  }

  @Override
  public void backward(
      Dims d,
      View q,
      View k,
      View v,
      @Nullable View keyMask,
      View out,
      View logSumExp,
      View dOut,
      View dq,
      View dk,
      View dv) {
    check(d);
    MatrixProduct.tasks(
        work(d) < ONE_THREAD ? null : workers,
        d.batch() * d.kvHeads(),
        task ->
            new AttentionBackward(
                    d, head(d, task), q, k, v, keyMask, out, logSumExp, dOut, dq, dk, dv)
                .run());
  }

  private static AttentionHead head(Dims d, int index) {
    return new AttentionHead(d, index / d.kvHeads(), index % d.kvHeads());
  }

  private static long work(Dims d) {
    return (long) d.batch() * d.heads() * d.queries() * d.keys() * d.dim();
  }

  private static void check(Dims d) {
    if (d.heads() % d.kvHeads() != 0) {
      throw new IllegalArgumentException(
          d.heads() + " query heads do not share " + d.kvHeads() + " key heads evenly");
    }
  }
}
