package org.affectgpt.tensor.cpu.memory;

import java.util.Arrays;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;

/** F32 values in a heap array, which may begin inside of it. */
public final class FloatArray extends HeapArray<float[]> {
  /** From this length on, half a megabyte, G1 gives an array a region of its own, or may do so. */
  private static final int LARGE = 1 << 17;

  /** Floats from the first element of an array that begins a region to the next cache line. */
  private static final int LEAD = 12;

  private final int at;

  /** All of an array, which stays the caller's. */
  public FloatArray(float[] data) {
    this(data, 0);
  }

  /**
   * The end of an array, which stays the caller's.
   *
   * @param at index of the first value
   */
  public FloatArray(float[] data, int at) {
    super(data, data.length - at);
    this.at = at;
  }

  FloatArray(float[] data, int at, int length, CpuScope scope, ArrayPool<float[]> pool) {
    super(data, length, scope, pool);
    this.at = at;
  }

  /**
   * Where many values should begin in their array: at a cache line, if the array begins a region of
   * the collector. A vector load or store is then one line's, not two's, which takes a tenth off a
   * row kernel's time.
   */
  static int lead(int length) {
    return length < LARGE ? 0 : LEAD;
  }

  /** The values of a view, which must be F32 on the heap. */
  public static FloatArray of(View v) {
    if (v.storage() instanceof FloatArray f) {
      return f;
    }
    throw new IllegalArgumentException("F32 values in CPU memory are needed, not " + v.dtype());
  }

  @Override
  public int index(long offset) {
    return Math.toIntExact(at + offset);
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  void zero(float[] array) {
    Arrays.fill(array, at, at + (int) length(), 0);
  }

  @Override
  void spoil(float[] array) {
    Arrays.fill(array, Float.NaN);
  }
}
