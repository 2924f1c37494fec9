package org.affectgpt.tensor.conformance;

/**
 * Which elements of a strided operand belong to it: {@code columns} of every {@code ld}, in {@code
 * rows} rows, {@code batch} times every {@code stride}. The gaps between are guarded.
 */
record Spans(int batch, int stride, int rows, int ld, int columns) {
  /** A dense operand. */
  static Spans all(int length) {
    return new Spans(1, 0, 1, length, length);
  }

  /** Elements from the first to the last, gaps between them included. */
  int length() {
    return batch == 0 || rows == 0 || columns == 0
        ? 0
        : (batch - 1) * stride + (rows - 1) * ld + columns;
  }

  /** For every element whether it belongs to the operand. */
  boolean[] mask() {
    boolean[] mask = new boolean[length()];
    for (int b = 0; b < batch && mask.length > 0; b++) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          mask[b * stride + r * ld + c] = true;
        }
      }
    }
    return mask;
  }
}
