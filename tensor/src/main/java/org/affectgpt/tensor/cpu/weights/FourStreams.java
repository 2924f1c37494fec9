package org.affectgpt.tensor.cpu.weights;

/**
 * The order in which rows of stored weights are multiplied: four at once, a quarter of all rows
 * apart. Four streams keep the memory busier than one, as long as they are several pages from each
 * other, and the rows share what is loaded of A.
 *
 * @param rows how many rows there are, one behind the other
 */
record FourStreams(int rows) {
  /** Takes up to four rows. */
  @FunctionalInterface
  interface Rows {
    /** Multiplies rows {@code row + r * apart} for the {@code count} values of r from 0 on. */
    void multiply(int row, int apart, int count);
  }

  static FourStreams of(int rows) {
    return new FourStreams(rows);
  }

  void forEach(Rows kernel) {
    int apart = (rows + 3) / 4;
    for (int i = 0; i < apart; i++) {
      kernel.multiply(i, apart, (rows - i + apart - 1) / apart);
    }
  }
}
