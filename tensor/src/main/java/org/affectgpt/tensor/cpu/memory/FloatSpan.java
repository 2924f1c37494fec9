package org.affectgpt.tensor.cpu.memory;

import org.affectgpt.tensor.backend.View;

/**
 * Floats of a heap array from an index on: an F32 operand, or a part of one.
 *
 * @param data the array
 * @param at index of the first element
 */
public record FloatSpan(float[] data, int at) {
  /** An F32 operand on the heap. */
  public static FloatSpan of(View v) {
    FloatArray values = FloatArray.of(v);
    return new FloatSpan(values.data(), values.index(v.offset()));
  }

  /** All of an array. */
  public static FloatSpan of(float[] data) {
    return new FloatSpan(data, 0);
  }

  /** What begins {@code elements} later. */
  public FloatSpan plus(int elements) {
    return new FloatSpan(data, at + elements);
  }

  public float get(int i) {
    return data[at + i];
  }

  public void set(int i, float value) {
    data[at + i] = value;
  }
}
