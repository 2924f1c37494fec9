package org.affectgpt.tensor.cpu.gemm;

import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.jspecify.annotations.Nullable;

/** A few rows of A times a transposed B on the heap: B streams through once, unpacked. */
final class ThinProduct implements MatrixProduct {
  /** Of B in one task: each thread reads on in one place for long. */
  private static final int TASK_ELEMENTS = 1 << 18;

  private static final int ENOUGH_TASKS = 16;

  private final Gemm d;
  private final float[] a;
  private final int aOffset;
  private final float[] b;
  private final int bOffset;
  private final float[] c;
  private final int cOffset;
  private final TileEpilogue epilogue;

  ThinProduct(Gemm d, View a, View b, View c, TileEpilogue epilogue) {
    this.d = d;
    this.a = FloatArray.of(a).data();
    this.aOffset = FloatArray.of(a).index(a.offset());
    this.b = FloatArray.of(b).data();
    this.bOffset = FloatArray.of(b).index(b.offset());
    this.c = FloatArray.of(c).data();
    this.cOffset = FloatArray.of(c).index(c.offset());
    this.epilogue = epilogue;
  }

  @Override
  public void run(@Nullable Workers workers) {
    int rows = Math.max(4, Math.min(d.n() / ENOUGH_TASKS, TASK_ELEMENTS / d.k()) & ~3);
    MatrixProduct.tasks(workers, (d.n() + rows - 1) / rows, task -> columns(task * rows, rows));
  }

  private void columns(int from, int count) {
    int n = Math.min(count, d.n() - from);
    TransposedProduct.multiply(
        a,
        aOffset,
        d.lda(),
        d.m(),
        b,
        bOffset + from * d.ldb(),
        d.ldb(),
        n,
        d.k(),
        c,
        cOffset + from,
        d.ldc(),
        d.accumulate());
    epilogue.addBias(c, cOffset + from, d.ldc(), d.m(), from, n);
    epilogue.finish(c, cOffset + from, d.ldc(), d.m(), n);
  }
}
