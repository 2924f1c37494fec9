package org.affectgpt.tools.measure;

/** Counts the work of transformer layers. */
final class Transformers {
  private static final int MULTIPLY_ADD = 2;

  private Transformers() {}

  /**
   * Operations of encoder layers over {@code batch} sequences: four square projections, two of the
   * feed-forward layer, scores and their product with the values.
   */
  static double flops(int batch, int time, int hidden, int feedForward, int layers) {
    double weights = 4.0 * hidden * hidden + 2.0 * hidden * feedForward;
    double pairs = 2.0 * time * hidden;
    return MULTIPLY_ADD * batch * (double) time * layers * (weights + pairs);
  }
}
