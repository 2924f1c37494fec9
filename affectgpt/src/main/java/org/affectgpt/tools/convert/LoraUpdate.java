package org.affectgpt.tools.convert;

import java.util.Arrays;

/**
 * The low-rank update of one matrix: {@code scaling · B A} (Hu et al. 2021).
 *
 * @param a {@code [rank, in]}
 * @param b {@code [out, rank]}
 */
record LoraUpdate(float[] a, float[] b, int rank, int in, float scaling) {
  /**
   * Adds the update to rows of the matrix, in F32.
   *
   * @param values {@code [rows, in]}
   * @param firstRow number of the first of these rows in the matrix
   */
  void addTo(float[] values, long firstRow, int rows) {
    float[] delta = new float[in];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(delta, 0);
      int factors = Math.toIntExact((firstRow + row) * rank);
      for (int k = 0; k < rank; k++) {
        float factor = b[factors + k];
        int from = k * in;
        for (int i = 0; i < in; i++) {
          delta[i] += factor * a[from + i];
        }
      }
      int at = row * in;
      for (int i = 0; i < in; i++) {
        values[at + i] += scaling * delta[i];
      }
    }
  }
}
