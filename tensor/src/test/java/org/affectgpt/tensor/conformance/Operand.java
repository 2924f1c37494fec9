package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.dtype.DType;
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

  int length() {
    return spans.length();
  }
}
