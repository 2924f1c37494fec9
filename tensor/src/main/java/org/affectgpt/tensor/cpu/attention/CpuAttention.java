package org.affectgpt.tensor.cpu.attention;

import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.MatrixProduct;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HalfArray;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.jspecify.annotations.Nullable;

/** Attention in strips of queries; the matrix of scores is never kept. */
public final class CpuAttention implements AttentionKernels {
  private static final Scratch PARTIALS = new Scratch();

  private static final int CHUNK = 192;

  /** Tasks of a backward pass that has few heads, so that many threads find work. */
  private static final int BACKWARD_TASKS = 16;

  private static final long ONE_THREAD = 1 << 17;

  private final Workers workers;

  public CpuAttention(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void forward(Dims d, Inputs in, Outputs out) {
    check(d);
    long n = outputs(d);
    View y = HalfArray.staging(out.out(), n);
    floats(d, in, new Outputs(y, out.logSumExp()));
    HalfArray.round(y, out.out(), n);
  }

  private void floats(Dims d, Inputs in, Outputs out) {
    if (AttentionDecode.takes(d)) {
      decode(d, in, out, null);
      return;
    }
    int chunks = (d.queries() + CHUNK - 1) / CHUNK;
    MatrixProduct.tasks(
        work(d) < ONE_THREAD ? null : workers,
        d.batch() * d.kvHeads() * chunks,
        task -> {
          int from = task % chunks * CHUNK;
          AttentionHead head = head(d, task / chunks);
          new AttentionForward(d, head, in, out).run(from, Math.min(d.queries(), from + CHUNK));
        });
  }

  @Override
  public void decode(Dims d, Inputs in, View last, View out) {
    check(d);
    long n = outputs(d);
    View y = HalfArray.staging(out, n);
    decode(d, in, new Outputs(y, null), IntSpan.of(last));
    HalfArray.round(y, out, n);
  }

  private void decode(Dims d, Inputs in, Outputs out, @Nullable IntSpan last) {
    new AttentionDecode(d, in, out, last).run(work(d) < ONE_THREAD ? null : workers);
  }

  @Override
  public void backward(Dims d, Inputs in, Outputs out, View dOut, Gradients gradients) {
    check(d);
    View y = WeightReader.widened(out.out(), outputs(d));
    floats(d, in, new Outputs(y, out.logSumExp()), dOut, gradients);
  }

  private void floats(Dims d, Inputs in, Outputs out, View dOut, Gradients gradients) {
    View dk = gradients.dk();
    View dv = gradients.dv();
    int units = AttentionBackward.units(d);
    int heads = d.batch() * d.kvHeads();
    int parts = Math.clamp(BACKWARD_TASKS / Math.max(1, heads), 1, Math.max(1, units));
    int size = Math.multiplyExact(d.keys(), d.dim());
    Workers used = work(d) < ONE_THREAD ? null : workers;
    // One part writes where the gradients belong; several are added up in their order.
    float[] sums = PARTIALS.get(parts == 1 ? 0 : Math.multiplyExact(2 * heads * parts, size));
    MatrixProduct.tasks(
        used,
        heads * parts,
        task -> {
          AttentionHead head = head(d, task / parts);
          int part = task % parts;
          boolean whole = parts == 1;
          MatrixSpan keys =
              whole ? head.keys(dk, 0) : new MatrixSpan(sums, 2 * task * size, d.dim());
          MatrixSpan values =
              whole ? head.keys(dv, 0) : new MatrixSpan(sums, (2 * task + 1) * size, d.dim());
          new AttentionBackward(d, head, in, out, dOut, gradients.dq(), keys, values)
              .run(part * units / parts, (part + 1) * units / parts);
        });
    if (parts > 1) {
      MatrixProduct.tasks(used, 2 * heads, task -> gather(d, task, parts, sums, dk, dv));
    }
  }

  /** Adds up the parts of the gradient of the keys or values of a head. */
  private static void gather(Dims d, int task, int parts, float[] sums, View dk, View dv) {
    AttentionHead head = head(d, task / 2);
    MatrixSpan target = head.keys(task % 2 == 0 ? dk : dv, 0);
    int size = d.keys() * d.dim();
    for (int j = 0; j < d.keys(); j++) {
      int from = (task / 2 * parts * 2 + task % 2) * size + j * d.dim();
      FloatSpan to = new FloatSpan(target.data(), target.row(j));
      System.arraycopy(sums, from, to.data(), to.at(), d.dim());
      for (int part = 1; part < parts; part++) {
        ScalarLoops.axpy(1f, new FloatSpan(sums, from + 2 * part * size), to, d.dim());
      }
    }
  }

  private static AttentionHead head(Dims d, int index) {
    return new AttentionHead(d, index / d.kvHeads(), index % d.kvHeads());
  }

  private static long outputs(Dims d) {
    return (long) d.batch() * d.queries() * d.heads() * d.dim();
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
