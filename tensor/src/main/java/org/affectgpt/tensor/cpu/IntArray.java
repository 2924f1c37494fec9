package org.affectgpt.tensor.cpu;

import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.Storage;

/** I32 values in a heap array. */
public record IntArray(int[] data) implements Storage {
  @Override
  public DType dtype() {
    return DType.I32;
  }

  @Override
  public long length() {
    return data.length;
  }
}
