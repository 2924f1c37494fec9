package org.affectgpt.tensor.cpu.index;

import org.affectgpt.tensor.backend.IndexKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HeapArray;
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
    Elements from = Elements.of(like(target, source, (rows - 1) * sourceStride + columns));
    Elements to = Elements.of(target);
    int width = Math.toIntExact(columns);
    chunks.rows(
        Math.toIntExact(rows),
        width,
        (first, last) -> {
          for (int r = first; r < last; r++) {
            System.arraycopy(
                from.array(),
                Math.toIntExact(from.at() + r * sourceStride),
                to.array(),
                Math.toIntExact(to.at() + r * targetStride),
                width);
          }
        });
  }

  /** An operand whatever its type: an array, and the index at which it begins. */
  private record Elements(Object array, int at) {
    static Elements of(View v) {
      if (v.storage() instanceof HeapArray<?> heap) {
        return new Elements(heap.data(), heap.index(v.offset()));
      }
      throw new IllegalArgumentException("mapped " + v.dtype() + " is copied as F32 only");
    }
  }

  /** The {@code n} elements of a source in the type of a target: F32 may come from any other. */
  private static View like(View target, View source, long n) {
    if (target.dtype() == DType.F32) {
      return WeightReader.widened(source, n);
    }
    if (source.dtype() != target.dtype()) {
      throw new IllegalArgumentException("a copy of " + source.dtype() + " as " + target.dtype());
    }
    return source;
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
