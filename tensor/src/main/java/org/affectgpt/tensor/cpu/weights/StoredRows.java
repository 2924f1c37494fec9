package org.affectgpt.tensor.cpu.weights;

/**
 * Rows of stored weights in native memory.
 *
 * @param address where the first begins
 * @param stride bytes from the beginning of a row to that of the next, of rows side by side as if
 *     they lay one after the other
 * @param rows how many there are
 * @param k weights of a row
 */
public record StoredRows(long address, long stride, int rows, int k) {
  /** Where a row begins. */
  long row(int row) {
    return address + row * stride;
  }
}
