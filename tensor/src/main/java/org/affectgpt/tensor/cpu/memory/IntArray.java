package org.affectgpt.tensor.cpu.memory;

import java.util.Arrays;
import org.affectgpt.tensor.dtype.DType;

/** I32 values in a heap array. */
public final class IntArray extends HeapArray<int[]> {
  /** All of an array, which stays the caller's. */
  IntArray(int[] data) {
    super(data, data.length);
  }

  IntArray(int[] data, int length, CpuScope scope, ArrayPool<int[]> pool) {
    super(data, length, scope, pool);
  }

  @Override
  public DType dtype() {
    return DType.I32;
  }

  @Override
  void zero(int[] array) {
    Arrays.fill(array, 0, (int) length(), 0);
  }

  @Override
  void spoil(int[] array) {
    Arrays.fill(array, Integer.MIN_VALUE);
  }
}
