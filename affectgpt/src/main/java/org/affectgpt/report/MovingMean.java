package org.affectgpt.report;

import java.util.Arrays;

/** The centred moving mean; at both ends the window is cut off where the values end. */
final class MovingMean {
  private MovingMean() {}

  /**
   * Smooths a series. Values that are not finite are left out of their neighbours' means and stay
   * NaN themselves.
   *
   * @param window the number of points, 1 or more; even ones count as the next odd one
   */
  static double[] of(double[] y, int window) {
    double[] smooth = new double[y.length];
    int half = window / 2;
    for (int i = 0; i < y.length; i++) {
      smooth[i] =
          Double.isFinite(y[i])
              ? Arrays.stream(y, Math.max(0, i - half), Math.min(y.length, i + half + 1))
                  .filter(Double::isFinite)
                  .average()
                  .orElse(Double.NaN)
              : Double.NaN;
    }
    return smooth;
  }
}
