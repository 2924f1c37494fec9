package org.affectgpt.report;

import java.util.List;

/**
 * A line chart.
 *
 * @param title what is shown
 * @param xLabel the horizontal axis with its unit, such as {@code step}
 * @param yLabel the vertical axis with its unit, such as {@code nats per token}
 * @param series the lines
 * @param smoothing the number of points of the moving mean drawn in bold over the light raw line; 1
 *     draws the raw line only
 */
public record Chart(
    String title, String xLabel, String yLabel, List<Series> series, int smoothing) {
  public Chart {
    if (smoothing < 1) {
      throw new IllegalArgumentException("smoothing must be 1 or more, is " + smoothing);
    }
    series = List.copyOf(series);
  }
}
