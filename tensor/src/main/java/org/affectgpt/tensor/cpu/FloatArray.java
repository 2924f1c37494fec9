package org.affectgpt.tensor.cpu;

import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;

/**
 * F32 values in a heap array.
 *
 * @param data the array
 * @param at index of the first value
 */
public record FloatArray(float[] data, int at) implements Storage {
  /** From this length on, half a megabyte, G1 gives an array a region of its own, or may do so. */
  private static final int LARGE = 1 << 17;

  /** Floats from the first element of an array that begins a region to the next cache line. */
  private static final int LEAD = 12;

  /** All of an array. */
  public FloatArray(float[] data) {
    this(data, 0);
  }

  /**
   * Zeros. Many of them begin at a cache line where the array begins a region of the collector: a
   * vector load or store is then one line's, not two's, which takes a fourth off a row kernel's
   * time.
   */
  static FloatArray zeros(int length) {
    int lead = length < LARGE ? 0 : LEAD;
    return new FloatArray(new float[Math.addExact(length, lead)], lead);
  }

  /** The values of a view, which must be F32 on the heap. */
  static FloatArray of(View v) {
    if (v.storage() instanceof FloatArray f) {
      return f;
    }
    throw new IllegalArgumentException("F32 values in CPU memory are needed, not " + v.dtype());
  }

  /** Index in {@link #data} of the element at {@code offset}. */
  int index(long offset) {
    return Math.toIntExact(at + offset);
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public long length() {
    return data.length - at;
  }
}
