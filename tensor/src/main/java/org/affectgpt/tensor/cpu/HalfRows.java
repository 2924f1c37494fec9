package org.affectgpt.tensor.cpu;

/** Rows of F16 weights in native memory. */
final class HalfRows {
  private HalfRows() {}

  /** Products of one row of A with {@code rows} rows that begin at {@code b}. */
  static void dots(
      float[] a, int aOffset, long b, long stride, int rows, int k, float[] out, int to) {
    float[] row = Scratch.get(Scratch.Slot.DECODED, k);
    for (int j = 0; j < rows; j++) {
      decode(b + j * stride, k, row, 0);
      out[to + j] = RowDot.dot(a, aOffset, row, 0, k);
    }
  }

  // The compiler turns this loop into vector instructions; the Vector API has no such conversion.
  static void decode(long from, int count, float[] out, int to) {
    for (int i = 0; i < count; i++) {
      out[to + i] = NativeBytes.getHalf(from + 2L * i);
    }
  }
}
