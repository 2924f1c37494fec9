package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;

import java.lang.ref.Reference;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.affectgpt.tensor.cpu.weights.Bf16Rows;
import org.affectgpt.tensor.cpu.weights.F16Rows;
import org.affectgpt.tensor.cpu.weights.F32Rows;
import org.affectgpt.tensor.cpu.weights.NativeBytes;
import org.affectgpt.tensor.cpu.weights.Q4Rows;
import org.affectgpt.tensor.cpu.weights.Q8Rows;
import org.affectgpt.tensor.cpu.weights.RowGroups;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * A few rows of A times the transpose of stored weights, whose bytes stream through once. One row
 * of A is multiplied as the bytes come in; for more the rows of B are decoded, four at a time, to a
 * buffer in the cache.
 */
final class StoredThinProduct implements MatrixProduct {
  private static final int ENOUGH_TASKS = 8;

  /** A processor fetches one long run of bytes ahead best. */
  private static final long LARGEST_TASK = 1 << 20;

  private static final long SMALLEST_TASK = 1 << 16;

  /** Depth of one pass over decoded rows: four of them stay in the second-level cache. */
  private static final int DEPTH = 1 << 12;

  /** Depth of one pass over a decoded group. */
  private static final int GROUP_DEPTH = 256;

  private static final float[] NOTHING = {};

  private final Gemm d;
  private final float[] a;
  private final int aOffset;
  private final SegmentStorage b;
  private final DType dtype;
  private final long address;
  private final long rowBytes;
  private final float[] c;
  private final int cOffset;
  private final TileEpilogue epilogue;
  private final long bOffset;

  /** One row of A in the order of the kernels of 16-bit weights. */
  private float[] separated = NOTHING;

  StoredThinProduct(Gemm d, View a, View b, View c, TileEpilogue epilogue) {
    this.d = d;
    this.a = FloatArray.of(a).data();
    this.aOffset = FloatArray.of(a).index(a.offset());
    this.b = (SegmentStorage) b.storage();
    this.bOffset = b.offset();
    this.dtype = b.dtype();
    this.address = NativeBytes.address(this.b, bOffset, (d.n() - 1L) * d.ldb() + d.k());
    this.rowBytes = (long) d.ldb() / dtype.blockLength() * dtype.blockBytes();
    this.c = FloatArray.of(c).data();
    this.cOffset = FloatArray.of(c).index(c.offset());
    this.epilogue = epilogue;
  }

  @Override
  public void run(@Nullable Workers workers) {
    if ((dtype == DType.BF16 || dtype == DType.F16) && d.m() == 1) {
      separated = Scratch.get(Scratch.Slot.OPERAND_A, d.k());
      Bf16Rows.separate(a, aOffset, d.k(), separated);
    }
    int rows = taskRows();
    MatrixProduct.tasks(workers, (d.n() + rows - 1) / rows, task -> columns(task * rows, rows));
    Reference.reachabilityFence(b);
  }

  private int taskRows() {
    long even = d.n() * rowBytes / ENOUGH_TASKS;
    long bytes = Math.max(SMALLEST_TASK, Math.min(LARGEST_TASK, even));
    int unit = Math.max(4, dtype.rowGroup());
    return (int) Math.min(d.n(), Math.max(1, bytes / rowBytes)) + unit - 1 & -unit;
  }

  private void columns(int from, int count) {
    int n = Math.min(count, d.n() - from);
    if (d.m() == 1) {
      row(from, n);
    } else if (RowGroups.has(dtype)) {
      groups(from, n);
    } else {
      for (int j = 0; j < n; j += 4) {
        rows(from + j, Math.min(4, n - j));
      }
    }
    epilogue.addBias(c, cOffset + from, d.ldc(), d.m(), from, n);
    epilogue.finish(c, cOffset + from, d.ldc(), d.m(), n);
  }

  private void row(int from, int n) {
    long at = address + from * rowBytes;
    if (!fetchedFirst()) {
      dots(at, n, cOffset + from);
      return;
    }
    int sum = 0;
    for (int j = 0; j < n; j++) {
      sum += NativeBytes.touch(at + j * rowBytes, dtype.bytes(d.k()));
      dots(at + j * rowBytes, 1, cOffset + from + j);
    }
    Scratch.get(Scratch.Slot.EDGE_TILE, 1)[0] = sum;
  }

  /**
   * Whether each row is fetched to the cache before it is multiplied. Measured: rows of blocks
   * stream half again as fast so where A itself falls out of the first-level cache; elsewhere it
   * only costs.
   */
  private boolean fetchedFirst() {
    return dtype.rowGroup() == 1 && dtype.blockLength() > 1 && d.k() > 2 * DEPTH;
  }

  private void dots(long at, int n, int to) {
    int k = d.k();
    boolean add = d.accumulate();
    switch (dtype) {
      case F32 -> F32Rows.dots(a, aOffset, at, rowBytes, n, k, c, to, add);
      case BF16 -> Bf16Rows.dots(separated, 0, at, rowBytes, n, k, c, to, add);
      case F16 -> F16Rows.dots(separated, 0, at, rowBytes, n, k, c, to, add);
      case Q8_0 -> Q8Rows.dots(a, aOffset, at, rowBytes, n, k, c, to, add);
      case Q4_0 -> Q4Rows.dots(a, aOffset, at, rowBytes, n, k, c, to, add);
      case Q8_0_R64, Q4_0_R64 ->
          RowGroups.dots(dtype, a, aOffset, at, n / RowGroups.ROWS, k, c, to, add);
      case I32 -> throw new IllegalArgumentException("I32 weights");
    }
  }

  private void rows(int from, int n) {
    // F32 rows are not cut, so that their sums have the bits of rows on the heap.
    int depth = dtype == DType.F32 ? d.k() : Math.min(d.k(), DEPTH);
    float[] decoded = Scratch.get(Scratch.Slot.DECODED, 4 * depth);
    for (int p = 0; p < d.k(); p += depth) {
      int k = Math.min(depth, d.k() - p);
      for (int r = 0; r < n; r++) {
        WeightReader.read(b, bOffset + (long) (from + r) * d.ldb() + p, k, decoded, r * depth);
      }
      TransposedProduct.multiply(
          a,
          aOffset + p,
          d.lda(),
          d.m(),
          decoded,
          0,
          depth,
          n,
          k,
          c,
          cOffset + from,
          d.ldc(),
          p > 0 || d.accumulate());
    }
  }

  private void groups(int from, int n) {
    float[] decoded = Scratch.get(Scratch.Slot.DECODED, GROUP_DEPTH * RowGroups.ROWS);
    float[] panels =
        PANEL == RowGroups.ROWS
            ? decoded
            : Scratch.get(Scratch.Slot.PACKED_B, GROUP_DEPTH * RowGroups.ROWS);
    for (int j = from; j < from + n; j += RowGroups.ROWS) {
      for (int p = 0; p < d.k(); p += GROUP_DEPTH) {
        int k = Math.min(GROUP_DEPTH, d.k() - p);
        RowGroups.decode(dtype, address + j * rowBytes, p, k, decoded, 0);
        if (panels != decoded) {
          Panels.pack(decoded, 0, RowGroups.ROWS, k, RowGroups.ROWS, panels, 0);
        }
        PanelProduct.multiply(
            a,
            aOffset + p,
            d.lda(),
            d.m(),
            panels,
            0,
            k,
            RowGroups.ROWS,
            c,
            cOffset + j,
            d.ldc(),
            p > 0 || d.accumulate());
      }
    }
  }
}
