package org.affectgpt.tensor.cpu.gemm;

import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.jspecify.annotations.Nullable;

/** A few rows of A times a transposed B on the heap: B streams through once, unpacked. */
final class ThinProduct implements MatrixProduct {
  /** Of B in one task: each thread reads on in one place for long. */
  private static final int TASK_ELEMENTS = 1 << 18;

  private static final int ENOUGH_TASKS = 16;

  private final Gemm d;
  private final MatrixSpan a;
  private final MatrixSpan b;
  private final MatrixSpan c;
  private final TileEpilogue epilogue;

  ThinProduct(Gemm d, View a, View b, View c, TileEpilogue epilogue) {
    this.d = d;
    this.a = MatrixSpan.of(a, d.lda());
    this.b = MatrixSpan.of(b, d.ldb());
    this.c = MatrixSpan.of(c, d.ldc());
    this.epilogue = epilogue;
  }

  @Override
  public void run(@Nullable Workers workers) {
    int rows = Math.max(4, Math.min(d.n() / ENOUGH_TASKS, TASK_ELEMENTS / d.k()) & ~3);
    MatrixProduct.tasks(workers, (d.n() + rows - 1) / rows, task -> columns(task * rows, rows));
  }

  private void columns(int from, int count) {
    int n = Math.min(count, d.n() - from);
    MatrixSpan to = c.from(0, from);
    TransposedProduct.multiply(a, d.m(), b.from(from, 0), n, d.k(), to, d.accumulate());
    epilogue.addBias(to, d.m(), from, n);
    epilogue.finish(to, d.m(), n);
  }
}
