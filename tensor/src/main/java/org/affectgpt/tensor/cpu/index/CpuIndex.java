package org.affectgpt.tensor.cpu.index;

import org.affectgpt.tensor.backend.IndexKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HalfArray;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.affectgpt.tensor.dtype.DType;

/** Moving rows and blocks. */
public final class CpuIndex implements IndexKernels {
  /** Columns that one task of a scatter owns; within them rows are added in order. */
  private static final int SCATTER_COLUMNS = 64;

  private final Chunks chunks;

  public CpuIndex(Chunks chunks) {
    this.chunks = chunks;
  }

  @Override
  public void copy2d(
      View source, long sourceStride, View target, long targetStride, long rows, long columns) {
    if (rows == 0 || columns == 0) {
      return;
    }
    Object from;
    Object to;
    int so;
    int to0;
    if (source.dtype() == DType.I32) {
      IntSpan a = IntSpan.of(source);
      IntSpan b = IntSpan.of(target);
      from = a.data();
      to = b.data();
      so = a.at();
      to0 = b.at();
    } else if (target.storage() instanceof HalfArray half) {
      if (!(source.storage() instanceof HalfArray other) || other.dtype() != half.dtype()) {
        throw new IllegalArgumentException("a copy of " + source.dtype() + " as " + half.dtype());
      }
      from = other.data();
      to = half.data();
      so = Math.toIntExact(source.offset());
      to0 = Math.toIntExact(target.offset());
    } else {
      FloatSpan a = WeightReader.floats(source, (rows - 1) * sourceStride + columns);
      FloatSpan b = FloatSpan.of(target);
      from = a.data();
      to = b.data();
      so = a.at();
      to0 = b.at();
    }
    int width = Math.toIntExact(columns);
    chunks.rows(
        Math.toIntExact(rows),
        width,
        (first, last) -> {
          for (int r = first; r < last; r++) {
            System.arraycopy(
                from,
                Math.toIntExact(so + r * sourceStride),
                to,
                Math.toIntExact(to0 + r * targetStride),
                width);
          }
        });
  }

  @Override
  public void gatherRows(View table, View ids, View y, int count, int columns) {
    int rows = rows(table, columns);
    IntSpan id = IntSpan.of(ids);
    FloatSpan out = FloatSpan.of(y);
    if (!(table.storage() instanceof FloatArray)) {
      chunks.rows(
          count,
          4L * columns,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              long at = table.offset() + (long) id.index(i, rows) * columns;
              WeightReader.read(table.storage(), at, columns, out.data(), out.at() + i * columns);
            }
          });
      return;
    }
    FloatSpan in = FloatSpan.of(table);
    chunks.rows(
        count,
        columns,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = in.at() + id.index(i, rows) * columns;
            System.arraycopy(in.data(), at, out.data(), out.at() + i * columns, columns);
          }
        });
  }

  /** Rows that the storage behind a table has at most: ids beyond are an error. */
  private static int rows(View table, int columns) {
    long n = (table.storage().length() - table.offset()) / Math.max(1, columns);
    return (int) Math.min(Integer.MAX_VALUE, n);
  }

  @Override
  public void scatterRows(View x, View ids, View table, int count, int columns) {
    int rows = rows(table, columns);
    FloatSpan in = WeightReader.floats(x, (long) count * columns);
    IntSpan id = IntSpan.of(ids);
    FloatSpan out = FloatSpan.of(table);
    chunks.rows(
        count,
        columns,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int at = out.at() + id.index(i, rows) * columns;
            System.arraycopy(in.data(), in.at() + i * columns, out.data(), at, columns);
          }
        });
  }

  @Override
  public void scatterAddRows(View x, View ids, View table, int count, int columns) {
    int rows = rows(table, columns);
    FloatSpan in = WeightReader.floats(x, (long) count * columns);
    IntSpan id = IntSpan.of(ids);
    FloatSpan out = FloatSpan.of(table);
    chunks.pieces(
        columns,
        SCATTER_COLUMNS,
        (long) count * columns,
        (from, to) -> {
          for (int i = 0; i < count; i++) {
            FloatSpan row = out.plus(id.index(i, rows) * columns + from);
            ScalarLoops.axpy(1f, in.plus(i * columns + from), row, to - from);
          }
        });
  }

  @Override
  public void append(CacheRows d, View k, View v, View slots, View keys, View values) {
    CacheWrite write = new CacheWrite(d, IntSpan.of(slots));
    chunks.rows(
        d.batch() * d.time(),
        2L * d.columns(),
        (from, to) -> {
          write.run(k, keys, from, to);
          write.run(v, values, from, to);
        });
  }

  @Override
  public void advance(View x, int by, int n) {
    IntSpan ints = IntSpan.of(x);
    for (int i = 0; i < n; i++) {
      ints.data()[ints.at() + i] += by;
    }
  }

  @Override
  public void permute(View x, int[] dims, int[] order, View y) {
    long n = 1;
    for (int d : dims) {
      n *= d;
    }
    if (n == 0) {
      return;
    }
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    Permutation p = Permutation.of(dims, order);
    int rows = p.rows(n);
    int block = p.block();
    long cost = p.length() * (p.step() == 1 ? 1L : block > 1 ? 2L : 4L);
    chunks.rows(
        Math.ceilDiv(rows, block),
        cost * block,
        (from, to) -> p.rows(from * block, Math.min(rows, to * block), in, out));
  }
}
