package org.affectgpt.tools.convert;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The low-rank update of one matrix: {@code scaling · B A} (Hu et al. 2021), and for DoRA the
 * length that every row of the sum then gets (Liu et al. 2024).
 *
 * @param a {@code [rank, in]}
 * @param b {@code [out, rank]}
 * @param magnitudes {@code [out]}; null for lengths as they come
 */
record LoraUpdate(
    float[] a, float[] b, int rank, int in, float scaling, float @Nullable [] magnitudes)
    implements RowChange {
  @Override
  public void apply(float[] values, long firstRow, int rows) {
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
      if (magnitudes != null) {
        stretch(values, at, magnitudes[Math.toIntExact(firstRow + row)]);
      }
    }
  }

  private void stretch(float[] values, int at, float length) {
    double sum = 0;
    for (int i = at; i < at + in; i++) {
      sum += (double) values[i] * values[i];
    }
    float factor = length / (float) Math.sqrt(sum);
    for (int i = at; i < at + in; i++) {
      values[i] *= factor;
    }
  }
}
