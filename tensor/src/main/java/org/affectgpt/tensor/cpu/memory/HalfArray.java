package org.affectgpt.tensor.cpu.memory;

import java.util.Arrays;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.Half;

/**
 * BF16 or F16 values in a heap array. Kernels compute in F32: they read a widened copy, and what
 * they write is rounded to the nearest, ties to even, when it is complete.
 */
public final class HalfArray extends HeapArray<short[]> {
  /** The bits of a NaN in either format. */
  private static final short NOT_A_NUMBER = 0x7fc0;

  private final DType dtype;

  HalfArray(DType dtype, int length) {
    super(new short[length], length);
    this.dtype = dtype;
  }

  HalfArray(DType dtype, short[] data, int length, CpuScope scope, ArrayPool<short[]> pool) {
    super(data, length, scope, pool);
    this.dtype = dtype;
  }

  /** Where a kernel leaves F32 values for {@code target}: there if it is F32, else on the side. */
  public static View staging(View target, long n) {
    return target.storage() instanceof HalfArray
        ? new View(new FloatArray(new float[Math.toIntExact(n)]), 0)
        : target;
  }

  /** Rounds what was left on the side to where it belongs. */
  public static void round(View staged, View target, long n) {
    if (target.storage() instanceof HalfArray half) {
      half.write(FloatSpan.of(staged), target.offset(), Math.toIntExact(n));
    }
  }

  /** Widens {@code n} elements from {@code from} on. */
  public void read(long from, int n, float[] out, int to) {
    short[] bits = data();
    int at = Math.toIntExact(from);
    for (int i = 0; i < n; i++) {
      short b = bits[at + i];
      out[to + i] = dtype == DType.BF16 ? Half.fromBf16(b) : Half.fromF16(b);
    }
  }

  /** Rounds {@code n} values to the elements from {@code to} on. */
  public void write(FloatSpan values, long to, int n) {
    short[] bits = data();
    int at = Math.toIntExact(to);
    for (int i = 0; i < n; i++) {
      float x = values.get(i);
      bits[at + i] = dtype == DType.BF16 ? Half.toBf16(x) : Half.toF16(x);
    }
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  void zero(short[] array) {
    Arrays.fill(array, 0, (int) length(), (short) 0);
  }

  @Override
  void spoil(short[] array) {
    Arrays.fill(array, NOT_A_NUMBER);
  }
}
