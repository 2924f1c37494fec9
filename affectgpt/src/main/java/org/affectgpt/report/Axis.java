package org.affectgpt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis whose ends and ticks are multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low the value at the axis's beginning
 * @param high the value at its end, greater than {@code low}
 * @param step the distance of the ticks
 */
record Axis(double low, double high, double step) {

  /**
   * An axis around values; it begins at zero where the values come near zero, and where they differ
   * so little that their noise would fill it.
   *
   * @param intervals about how many intervals the ticks make
   */
  static Axis around(double min, double max, int intervals) {
    boolean fromZero = min >= 0 && (min < 0.4 * max || max - min < 0.1 * max);
    double from = fromZero ? 0 : min;
    double span = max > from ? max - from : Math.max(Math.abs(max), 1e-9);
    double to = max > from ? max : from + span;
    double step = step(span / intervals);
    return new Axis(
        Math.floor(from / step + 1e-9) * step, Math.ceil(to / step - 1e-9) * step, step);
  }

  /** An axis that begins and ends exactly with the values; only its ticks are round. */
  static Axis exactly(double min, double max, int intervals) {
    double end = max > min ? max : min + 1;
    return new Axis(min, end, step((end - min) / intervals));
  }

  private static double step(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / power;
    return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-6); k * step <= high + 1e-6 * step; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** A tick's text, with as many decimals as the step needs. */
  String label(double tick) {
    if (step < 1e-4 || high >= 1e6) {
      return tick == 0 ? "0" : String.format(Locale.ROOT, "%.0e", tick);
    }
    return Figures.fixed(tick, Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9)));
  }

  /** The value's place between {@code start} and {@code end}. */
  double place(double value, double start, double end) {
    return start + (value - low) / (high - low) * (end - start);
  }
}
