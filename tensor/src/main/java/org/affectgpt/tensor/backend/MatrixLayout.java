package org.affectgpt.tensor.backend;

/**
 * How the matrices of one operand of a product lie in memory, row-major.
 *
 * @param transposed the operand lies as the transpose of what the product takes
 * @param leading elements from one row, as it lies, to the next
 * @param stride elements from one matrix of the batch to the next; 0 uses one matrix for all
 */
public record MatrixLayout(boolean transposed, int leading, long stride) {
  /** Elements from the first to the last of {@code batch} matrices, each as it lies. */
  public long extent(int batch, int rows, int columns) {
    return batch == 0 || rows == 0 || columns == 0
        ? 0
        : (batch - 1) * stride + (rows - 1L) * leading + columns;
  }
}
