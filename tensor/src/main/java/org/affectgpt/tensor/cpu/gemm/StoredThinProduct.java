package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;

import java.lang.ref.Reference;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.TransposedProduct;
import org.affectgpt.tensor.cpu.weights.GroupFormat;
import org.affectgpt.tensor.cpu.weights.NativeBytes;
import org.affectgpt.tensor.cpu.weights.StoredRows;
import org.affectgpt.tensor.cpu.weights.WeightFormat;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * A few rows of A times the transpose of stored weights, whose bytes stream through once. One row
 * of A is multiplied as the bytes come in; for more the rows of B are decoded, four at a time, to a
 * buffer in the cache.
 */
final class StoredThinProduct implements MatrixProduct {
  private static final Scratch SINK = new Scratch();
  private static final Scratch DECODED = new Scratch();
  private static final Scratch PANELS = new Scratch();

  private static final int ENOUGH_TASKS = 8;

  /** A processor fetches one long run of bytes ahead best. */
  private static final long LARGEST_TASK = 1 << 20;

  private static final long SMALLEST_TASK = 1 << 16;

  /** Depth of one pass over decoded rows: four of them stay in the second-level cache. */
  private static final int DEPTH = 1 << 12;

  /** Depth of one pass over a decoded group. */
  private static final int GROUP_DEPTH = 256;

  private final Gemm d;
  private final MatrixSpan a;
  private final SegmentStorage b;
  private final long bOffset;
  private final DType dtype;
  private final WeightFormat format;
  private final long address;
  private final long rowBytes;
  private final MatrixSpan c;
  private final TileEpilogue epilogue;

  StoredThinProduct(Gemm d, View a, View b, View c, TileEpilogue epilogue) {
    this.d = d;
    this.a = MatrixSpan.of(a, d.lda());
    this.b = (SegmentStorage) b.storage();
    this.bOffset = b.offset();
    this.dtype = b.dtype();
    this.format = WeightFormat.of(dtype);
    this.address = NativeBytes.address(this.b, bOffset, (d.n() - 1L) * d.ldb() + d.k());
    this.rowBytes = (long) d.ldb() / dtype.blockLength() * dtype.blockBytes();
    this.c = MatrixSpan.of(c, d.ldc());
    this.epilogue = epilogue;
  }

  @Override
  public void run(@Nullable Workers workers) {
    FloatSpan first = new FloatSpan(a.data(), a.at());
    FloatSpan row = d.m() == 1 ? format.arranged(first, d.k()) : first;
    int rows = taskRows();
    MatrixProduct.tasks(
        workers, (d.n() + rows - 1) / rows, task -> columns(row, task * rows, rows));
    Reference.reachabilityFence(b);
  }

  private int taskRows() {
    long even = d.n() * rowBytes / ENOUGH_TASKS;
    long bytes = Math.max(SMALLEST_TASK, Math.min(LARGEST_TASK, even));
    int unit = Math.max(4, dtype.rowGroup());
    return (int) Math.min(d.n(), Math.max(1, bytes / rowBytes)) + unit - 1 & -unit;
  }

  private void columns(FloatSpan row, int from, int count) {
    int n = Math.min(count, d.n() - from);
    if (d.m() == 1) {
      row(row, from, n);
    } else if (format instanceof GroupFormat groups) {
      groups(groups, from, n);
    } else {
      for (int j = 0; j < n; j += 4) {
        rows(from + j, Math.min(4, n - j));
      }
    }
    MatrixSpan to = c.from(0, from);
    epilogue.addBias(to, d.m(), from, n);
    epilogue.finish(to, d.m(), n);
  }

  private void row(FloatSpan row, int from, int n) {
    long at = address + from * rowBytes;
    FloatSpan out = new FloatSpan(c.data(), c.at() + from);
    if (!fetchedFirst()) {
      format.dots(row, new StoredRows(at, rowBytes, n, d.k()), out, d.accumulate());
      return;
    }
    int sum = 0;
    for (int j = 0; j < n; j++) {
      StoredRows one = new StoredRows(at + j * rowBytes, rowBytes, 1, d.k());
      sum += NativeBytes.touch(one.address(), dtype.bytes(d.k()));
      format.dots(row, one, out.plus(j), d.accumulate());
    }
    SINK.get(1)[0] = sum;
  }

  /**
   * Whether each row is fetched to the cache before it is multiplied. Measured: rows of blocks
   * stream half again as fast so where A itself falls out of the first-level cache; elsewhere it
   * only costs.
   */
  private boolean fetchedFirst() {
    return dtype.rowGroup() == 1 && dtype.blockLength() > 1 && d.k() > 2 * DEPTH;
  }

  private void rows(int from, int n) {
    // F32 rows are not cut, so that their sums have the bits of rows on the heap.
    int depth = dtype == DType.F32 ? d.k() : Math.min(d.k(), DEPTH);
    float[] decoded = DECODED.get(4 * depth);
    MatrixSpan rows = new MatrixSpan(decoded, 0, depth);
    MatrixSpan to = c.from(0, from);
    for (int p = 0; p < d.k(); p += depth) {
      int k = Math.min(depth, d.k() - p);
      for (int r = 0; r < n; r++) {
        long at = bOffset + (long) (from + r) * d.ldb() + p;
        format.read(b, at, k, new FloatSpan(decoded, r * depth));
      }
      boolean add = p > 0 || d.accumulate();
      TransposedProduct.multiply(a.from(0, p), d.m(), rows, n, k, to, add);
    }
  }

  private void groups(GroupFormat groups, int from, int n) {
    FloatSpan decoded = FloatSpan.of(DECODED.get(GROUP_DEPTH * GroupFormat.ROWS));
    FloatSpan panels =
        PANEL == GroupFormat.ROWS
            ? decoded
            : FloatSpan.of(PANELS.get(GROUP_DEPTH * GroupFormat.ROWS));
    for (int j = from; j < from + n; j += GroupFormat.ROWS) {
      MatrixSpan to = c.from(0, j);
      for (int p = 0; p < d.k(); p += GROUP_DEPTH) {
        int k = Math.min(GROUP_DEPTH, d.k() - p);
        groups.decode(address + j * rowBytes, p, k, decoded);
        if (PANEL != GroupFormat.ROWS) {
          MatrixSpan rows = new MatrixSpan(decoded.data(), 0, GroupFormat.ROWS);
          Panels.pack(rows, k, GroupFormat.ROWS, panels);
        }
        boolean add = p > 0 || d.accumulate();
        PanelProduct.multiply(a.from(0, p), panels, to, d.m(), GroupFormat.ROWS, k, add);
      }
    }
  }
}
