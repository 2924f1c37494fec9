package org.affectgpt.tensor.cpu;

import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.jspecify.annotations.Nullable;

/** A few rows of A times a transposed B, as decoding does: B streams through once, unpacked. */
final class ThinProduct implements MatrixProduct {
  private static final int TASK_ELEMENTS = 1 << 16;

  private final Gemm d;
  private final float[] a;
  private final int aOffset;
  private final Storage b;
  private final long bOffset;
  private final float[] c;
  private final int cOffset;
  private final float @Nullable [] bias;

  ThinProduct(Gemm d, View a, View b, View c, float @Nullable [] bias) {
    this.d = d;
    this.a = ((FloatArray) a.storage()).data();
    this.aOffset = Math.toIntExact(a.offset());
    this.b = b.storage();
    this.bOffset = b.offset();
    this.c = ((FloatArray) c.storage()).data();
    this.cOffset = Math.toIntExact(c.offset());
    this.bias = bias;
  }

  @Override
  public void run(@Nullable Workers workers) {
    int rows = Math.max(4, Math.min(d.n(), TASK_ELEMENTS / d.k()) & ~3);
    MatrixProduct.tasks(workers, (d.n() + rows - 1) / rows, task -> columns(task * rows, rows));
  }

  private void columns(int from, int count) {
    int n = Math.min(count, d.n() - from);
    if (b instanceof FloatArray array) {
      int at = Math.toIntExact(bOffset) + from * d.ldb();
      dots(array.data(), at, d.ldb(), n, from);
    } else {
      float[] decoded = Scratch.get(Scratch.Slot.DECODED, 4 * d.k());
      for (int j = 0; j < n; j += 4) {
        int group = Math.min(4, n - j);
        for (int r = 0; r < group; r++) {
          long at = bOffset + (long) (from + j + r) * d.ldb();
          WeightRows.read(b, at, d.k(), decoded, r * d.k());
        }
        dots(decoded, 0, d.k(), group, from + j);
      }
    }
    if (bias != null) {
      for (int i = 0; i < d.m(); i++) {
        for (int j = from; j < from + n; j++) {
          c[cOffset + i * d.ldc() + j] += bias[j];
        }
      }
    }
  }

  private void dots(float[] rows, int at, int ldb, int n, int column) {
    DotProduct.multiply(
        a,
        aOffset,
        d.lda(),
        d.m(),
        rows,
        at,
        ldb,
        n,
        d.k(),
        c,
        cOffset + column,
        d.ldc(),
        d.accumulate());
  }
}
