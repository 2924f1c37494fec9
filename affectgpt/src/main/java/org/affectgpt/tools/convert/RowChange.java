package org.affectgpt.tools.convert;

/** What happens to a matrix on its way, rows at a time. */
@FunctionalInterface
interface RowChange {
  /**
   * Changes rows of the matrix, in F32.
   *
   * @param values {@code [rows, columns]}
   * @param firstRow number of the first of these rows in the matrix
   */
  void apply(float[] values, long firstRow, int rows);

  /** This change and another after it. */
  default RowChange then(RowChange next) {
    return (values, firstRow, rows) -> {
      apply(values, firstRow, rows);
      next.apply(values, firstRow, rows);
    };
  }
}
