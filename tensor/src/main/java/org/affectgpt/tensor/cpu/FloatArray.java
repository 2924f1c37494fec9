package org.affectgpt.tensor.cpu;

import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.Storage;

/** F32 values in a heap array. */
public record FloatArray(float[] data) implements Storage {
  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public long length() {
    return data.length;
  }
}
