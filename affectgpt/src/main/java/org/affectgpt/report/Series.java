package org.affectgpt.report;

/**
 * One line of a {@link Chart}. Points that are not finite are left out and break the line.
 *
 * @param name what the line is
 * @param x horizontal values, ascending
 * @param y vertical values, as many as {@code x}
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
public record Series(String name, double[] x, double[] y) {
  public Series {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "series '" + name + "' has " + x.length + " x values and " + y.length + " y values");
    }
  }

  /** A series whose horizontal values are 1, 2, 3, ... */
  public static Series ofSteps(String name, double[] y) {
    double[] x = new double[y.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 1;
    }
    return new Series(name, x, y);
  }
}
