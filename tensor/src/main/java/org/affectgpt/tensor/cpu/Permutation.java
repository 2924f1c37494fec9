package org.affectgpt.tensor.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * A reordering of axes as loops over the output: axes that stay neighbours are merged, so that
 * whole runs are copied where the last axis stays last.
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

  /** Writes rows {@code [from, to)} of the output. */
  void rows(int from, int to, HeapFloats in, HeapFloats out) {
    int n = length();
    int step = Math.toIntExact(step());
    for (int r = from; r < to; r++) {
      long offset = 0;
      int rest = r;
      for (int i = dims.length - 2; i >= 0; i--) {
        offset += rest % dims[i] * strides[i];
        rest /= dims[i];
      }
      int xo = Math.toIntExact(in.at() + offset);
      int yo = out.at() + r * n;
      if (step == 1) {
        System.arraycopy(in.data(), xo, out.data(), yo, n);
      } else {
        for (int i = 0; i < n; i++) {
          out.data()[yo + i] = in.data()[xo + i * step];
        }
      }
    }
  }
}
