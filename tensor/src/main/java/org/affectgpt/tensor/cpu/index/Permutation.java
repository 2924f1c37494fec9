package org.affectgpt.tensor.cpu.index;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.RegisterTranspose;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * A reordering of axes as loops over the output: axes that stay neighbours are merged, so that
 * whole runs are copied where the last axis stays last, and matrices transposed in blocks.
 *
 * @param dims merged dimensions of the output, at least one
 * @param strides elements between neighbours in the input along each of them
 */
record Permutation(int[] dims, long[] strides) {
  static Permutation of(int[] inputDims, int[] order) {
    long[] inputStrides = new long[inputDims.length];
    long step = 1;
    for (int i = inputDims.length - 1; i >= 0; i--) {
      inputStrides[i] = step;
      step *= inputDims[i];
    }
    List<long[]> merged = new ArrayList<>();
    for (int axis : order) {
      if (inputDims[axis] == 1) {
        continue;
      }
      long[] last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && last[1] == inputStrides[axis] * inputDims[axis]) {
        last[0] *= inputDims[axis];
        last[1] = inputStrides[axis];
      } else {
        merged.add(new long[] {inputDims[axis], inputStrides[axis]});
      }
    }
    if (merged.isEmpty()) {
      merged.add(new long[] {1, 1});
    }
    return new Permutation(
        merged.stream().mapToInt(m -> (int) m[0]).toArray(),
        merged.stream().mapToLong(m -> m[1]).toArray());
  }

  /** Elements of one row of the output. */
  int length() {
    return dims[dims.length - 1];
  }

  /** Distance in the input between neighbours of a row. */
  long step() {
    return strides[strides.length - 1];
  }

  /** Number of rows of the output of {@code n} elements. */
  int rows(long n) {
    return Math.toIntExact(n / length());
  }

  /** Rows that are best written together. */
  int block() {
    boolean whole = neighbours(0) >= RegisterTranspose.ROWS && VectorWidth.bits() == 512;
    return whole ? RegisterTranspose.ROWS : 1;
  }

  /** Writes rows {@code [from, to)} of the output. */
  void rows(int from, int to, FloatSpan in, FloatSpan out) {
    int n = length();
    int step = Math.toIntExact(step());
    for (int r = from; r < to; ) {
      int count = Math.min(to - r, neighbours(r));
      int xo = Math.toIntExact(in.at() + offset(r));
      int yo = out.at() + r * n;
      if (step == 1) {
        System.arraycopy(in.data(), xo, out.data(), yo, n);
      } else {
        transpose(in.data(), xo, step, count, out.data(), yo);
      }
      r += count;
    }
  }

  /** Rows from {@code row} on that begin one element after the other in the input, at least 1. */
  private int neighbours(int row) {
    int axis = dims.length - 2;
    return axis >= 0 && strides[axis] == 1 ? dims[axis] - row % dims[axis] : 1;
  }

  /** Where a row begins in the input. */
  private long offset(int row) {
    long offset = 0;
    int rest = row;
    for (int i = dims.length - 2; i >= 0; i--) {
      offset += rest % dims[i] * strides[i];
      rest /= dims[i];
    }
    return offset;
  }

  /** Writes {@code count} neighbouring rows, blocks of 16 by 16 through registers. */
  private void transpose(float[] x, int xo, int step, int count, float[] y, int yo) {
    int n = length();
    int block = RegisterTranspose.ROWS;
    int blockRows = VectorWidth.bits() == 512 ? count / block * block : 0;
    int blockColumns = blockRows == 0 ? 0 : n / block * block;
    for (int i = 0; i < blockColumns; i += block) {
      RegisterTranspose.rows(x, xo + i * step, step, blockRows, y, yo + i, n);
    }
    for (int r = 0; r < count; r++) {
      for (int i = r < blockRows ? blockColumns : 0; i < n; i++) {
        y[yo + r * n + i] = x[xo + r + i * step];
      }
    }
  }
}
