package org.affectgpt.tools.verify;

/**
 * A tensor's own rule: every element within {@code absolute + relative · |expected|}, or with
 * {@code mean} the mean distance within {@code absolute}.
 *
 * @param why where the rule comes from
 */
record Tolerance(double absolute, double relative, boolean mean, String why) {
  static Tolerance each(double absolute, double relative, String why) {
    return new Tolerance(absolute, relative, false, why);
  }

  static Tolerance mean(double absolute, String why) {
    return new Tolerance(absolute, 0, true, why);
  }

  boolean accepts(float[] wanted, float[] actual) {
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      double off = Math.abs((double) actual[i] - wanted[i]);
      if (!mean && !(off <= absolute + relative * Math.abs(wanted[i]))) {
        return false;
      }
      sum += off;
    }
    return !mean || sum <= absolute * wanted.length;
  }

  @Override
  public String toString() {
    String limit = absolute + (relative == 0 ? "" : " + " + relative + " of it");
    return (mean ? "mean distance at most " : "each element within ") + limit + ", " + why;
  }
}
