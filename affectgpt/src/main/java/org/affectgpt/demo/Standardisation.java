package org.affectgpt.demo;

/** Brings every column of targets to zero mean and unit variance, in place. */
final class Standardisation {
  private static final double SMALL = 1e-6;

  private Standardisation() {}

  /** Targets {@code [clips][rows][columns]}. */
  static void apply(float[][][] targets) {
    int columns = targets[0][0].length;
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      double squares = 0;
      long n = 0;
      for (float[][] clip : targets) {
        for (float[] row : clip) {
          sum += row[c];
          squares += (double) row[c] * row[c];
          n++;
        }
      }
      double mean = sum / n;
      double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean)) + SMALL;
      for (float[][] clip : targets) {
        for (float[] row : clip) {
          row[c] = (float) ((row[c] - mean) / deviation);
        }
      }
    }
  }
}
