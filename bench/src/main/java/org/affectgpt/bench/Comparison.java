package org.affectgpt.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.affectgpt.tools.measure.Stopwatch;
import org.affectgpt.tools.measure.Unit;

/**
 * One case measured on both sides, as the results file holds it. Figures are medians over all
 * rounds of all runs; with several runs their least and greatest median stand behind, because a run
 * keeps the memory and the compiled code that its two processes happened to get.
 *
 * @param amount that one pass does, in {@code unit}
 * @param bound the roof that bounds it
 * @param runs pairs of processes that measured it, at least one
 */
record Comparison(
    String bench, String name, Unit unit, double amount, String bound, List<Rounds> runs) {
  String id() {
    return bench + "/" + name;
  }

  /** The same case with the runs of {@code later} behind these. */
  Comparison and(Comparison later) {
    List<Rounds> both = Stream.concat(runs.stream(), later.runs.stream()).toList();
    return new Comparison(bench, name, unit, amount, bound, both);
  }

  /** Turns of each side, in all runs. */
  int rounds() {
    return runs.stream().mapToInt(r -> r.ours().length).sum();
  }

  /** One line of the terminal. */
  String text() {
    double ours = seconds(Rounds::ours);
    return String.format(
        Locale.ROOT,
        "%-11s%-32s%12.3f ms%10.1f %-13s%12s%8s  %s",
        bench,
        name,
        ours * 1e3,
        unit.rate(amount, ours),
        unit.key(),
        compared() ? String.format(Locale.ROOT, "%.3f ms", seconds(Rounds::torch) * 1e3) : "-",
        ratio(),
        share());
  }

  /** One row of a Markdown table. */
  String row() {
    double ours = seconds(Rounds::ours);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.1f %s | %s | %s |",
        bench,
        name,
        milliseconds(ours),
        compared() ? milliseconds(seconds(Rounds::torch)) : "–",
        unit.rate(amount, ours),
        unit.label(),
        ratio(),
        share());
  }

  private boolean compared() {
    return runs.getFirst().torch() != null;
  }

  private double seconds(Function<Rounds, double[]> side) {
    return Stopwatch.median(runs.stream().map(side).flatMapToDouble(DoubleStream::of).toArray());
  }

  /** Theirs over ours: above 1 we are faster. */
  private String ratio() {
    return withRange(Rounds::ratios);
  }

  /** Of the roof that bounds the case, measured next to our turns. */
  private String share() {
    return withRange(Rounds::shares) + " of " + bound;
  }

  private String withRange(Function<Rounds, DoubleStream> values) {
    double[] all = runs.stream().flatMapToDouble(values).toArray();
    if (all.length == 0) {
      return "–";
    }
    String median = String.format(Locale.ROOT, "%.2f", Stopwatch.median(all));
    if (runs.size() == 1) {
      return median;
    }
    double[] medians =
        runs.stream()
            .mapToDouble(r -> Stopwatch.median(values.apply(r).toArray()))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT, "%s (%.2f to %.2f)", median, medians[0], medians[medians.length - 1]);
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.01 ? "%.3f" : "%.1f", seconds * 1e3);
  }
}
