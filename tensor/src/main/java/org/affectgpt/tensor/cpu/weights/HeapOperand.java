package org.affectgpt.tensor.cpu.weights;

import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;

/** An operand as floats in a heap array; weights in a mapped file are copied once per call. */
public record HeapOperand(float[] data, int offset) {
  /** The {@code length} elements of a view. */
  public static HeapOperand of(View view, long length) {
    int count = Math.toIntExact(length);
    if (view.storage() instanceof FloatArray array) {
      return new HeapOperand(array.data(), array.index(view.offset()));
    }
    float[] copy = new float[count];
    WeightRows.read(view.storage(), view.offset(), count, copy, 0);
    return new HeapOperand(copy, 0);
  }

  /** An operand that will be written. */
  public static HeapOperand target(View view) {
    FloatArray array = FloatArray.of(view);
    return new HeapOperand(array.data(), array.index(view.offset()));
  }
}
