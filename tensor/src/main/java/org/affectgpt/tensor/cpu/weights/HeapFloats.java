package org.affectgpt.tensor.cpu.weights;

import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;

/**
 * An F32 operand as a heap array and the index at which it begins.
 *
 * @param data the array
 * @param at index of the first element
 */
public record HeapFloats(float[] data, int at) {
  /** An operand to read; values outside the heap, or of another type, are widened to a copy. */
  public static HeapFloats input(View v, long n) {
    if (v.storage() instanceof SegmentStorage s) {
      int length = Math.toIntExact(n);
      float[] copy = new float[length];
      WeightRows.read(s, v.offset(), length, copy, 0);
      return new HeapFloats(copy, 0);
    }
    return output(v);
  }

  /** An operand to write. */
  public static HeapFloats output(View v) {
    FloatArray values = FloatArray.of(v);
    return new HeapFloats(values.data(), values.index(v.offset()));
  }
}
