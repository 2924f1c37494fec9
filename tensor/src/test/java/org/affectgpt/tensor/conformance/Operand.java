package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.Half;
import org.jspecify.annotations.Nullable;

/**
 * One operand of a {@link KernelCall}: where it lies in its storage, what it holds before and what
 * the oracle says that it holds after.
 *
 * @param values a {@code float[]}, an {@code int[]}, a {@link StoredWeight}, or null for a poisoned
 *     output
 * @param lead elements of the storage in front of the operand
 */
record Operand(
    String name, DType dtype, boolean written, @Nullable Object values, Spans spans, int lead) {
  /** The oracle's answer, one value an element (gaps included), and how near it is to be met. */
  record Expected(double[] values, Tolerance tolerance) {}

  /** What memory is written in as floats, by rounding. */
  static final DType[] FLOATS = {DType.F32, DType.BF16, DType.F16};

  /** The values that a type of 16 bits has for these. */
  static float[] rounded(DType type, float[] x) {
    float[] y = x.clone();
    for (int i = 0; i < y.length && type != DType.F32; i++) {
      y[i] =
          type == DType.BF16
              ? Half.fromBf16(Half.toBf16(x[i]))
              : Float.float16ToFloat(Float.floatToFloat16(x[i]));
    }
    return y;
  }

  int length() {
    return spans.length();
  }
}
