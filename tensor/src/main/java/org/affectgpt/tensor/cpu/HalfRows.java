package org.affectgpt.tensor.cpu;

/** Rows of F16 weights in native memory. */
final class HalfRows {
  private HalfRows() {}

  /** Products of one row of A with {@code rows} rows from {@code b} on, or sums with them. */
  static void dots(
      float[] a,
      int aOffset,
      long b,
      long stride,
      int rows,
      int k,
      float[] out,
      int to,
      boolean add) {
    float[] row = Scratch.get(Scratch.Slot.DECODED, k);
    for (int j = 0; j < rows; j++) {
      decode(b + j * stride, k, row, 0);
      float sum = RowDot.dot(a, aOffset, row, 0, k);
      out[to + j] = add ? out[to + j] + sum : sum;
    }
  }

  // The compiler turns this loop into vector instructions; the Vector API has no such conversion.
  static void decode(long from, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      out[to + i] = NativeBytes.getHalf(from + 2L * i);
    }
  }
}
