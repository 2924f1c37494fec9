package org.affectgpt.tensor.cpu.memory;

import org.affectgpt.tensor.backend.View;

/**
 * Rows of floats in a heap array: a matrix, or a part of a wider one.
 *
 * @param data the array
 * @param at index of the first element
 * @param stride elements from the beginning of a row to that of the next
 */
public record MatrixSpan(float[] data, int at, int stride) {
  /** An F32 operand on the heap. */
  public static MatrixSpan of(View v, int stride) {
    FloatSpan values = FloatSpan.of(v);
    return new MatrixSpan(values.data(), values.at(), stride);
  }

  /** What begins at an element. */
  public MatrixSpan from(int row, int column) {
    return new MatrixSpan(data, row(row) + column, stride);
  }

  /** Index of the first element of a row. */
  public int row(int row) {
    return at + row * stride;
  }
}
