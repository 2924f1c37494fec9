package org.affectgpt.tensor.cpu.weights;

import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.dtype.DType;

/**
 * A format of stored weights: how one row of A is multiplied with rows of them as their bytes come
 * in, and how they are widened to floats. There is one class for each; whoever has many rows asks
 * for it once and hands over a run of rows, so that no loop asks for a type.
 *
 * <p>All compute, in an order of additions of their own,
 *
 * <pre>
 *   for (int j = 0; j &lt; rows; j++) {
 *     for (int p = 0; p &lt; k; p++) {
 *       out[j] += a[p] * widened(weights[j][p]);
 *     }
 *   }
 * </pre>
 *
 * <p>The idea: such a product is bound by memory, so bytes are widened in registers, whatever is
 * common to a block (its scale) is multiplied once a block, and several rows or lanes are summed
 * side by side, which hides the latency of an addition.
 */
public sealed interface WeightFormat permits RowFormat, GroupFormat {
  /**
   * The format of a type.
   *
   * @throws IllegalArgumentException for I32, which is none
   */
  static WeightFormat of(DType type) {
    return switch (type) {
      case F32 -> F32Rows.FORMAT;
      case BF16 -> Bf16Rows.FORMAT;
      case F16 -> F16Rows.FORMAT;
      case Q8_0 -> Q8Rows.FORMAT;
      case Q4_0 -> Q4Rows.FORMAT;
      case Q8_0_R64 -> Q8Groups.FORMAT;
      case Q4_0_R64 -> Q4Groups.FORMAT;
      case I32 -> throw new IllegalArgumentException("I32 values where floats are needed");
    };
  }

  /**
   * A row of A in the order that {@link #dots} takes: itself, or a copy that is good until this
   * thread asks again.
   */
  default FloatSpan arranged(FloatSpan a, int k) {
    return a;
  }

  /** Products of an arranged row of A with each of the rows, or sums with them. */
  void dots(FloatSpan a, StoredRows b, FloatSpan out, boolean add);

  /** Widens elements {@code from .. from + count} in the order of whole rows. */
  void read(SegmentStorage w, long from, int count, FloatSpan out);
}
