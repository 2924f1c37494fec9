package org.affectgpt.bench;

import java.util.Locale;
import org.affectgpt.app.bench.Unit;
import org.jspecify.annotations.Nullable;

/**
 * One case measured on both sides, as the results file holds it.
 *
 * @param work of one run, in {@code unit}
 * @param ours median seconds of a run
 * @param torch the same of PyTorch; null where it has no such kernel
 * @param ratio median over the rounds of torch / ours: above 1 we are faster
 * @param rounds turns of each side
 * @param share median over the rounds of the read bandwidth, measured next to our turn, that
 *     streaming weights reach
 */
record Comparison(
    String bench,
    String name,
    Unit unit,
    double work,
    double ours,
    @Nullable Double torch,
    @Nullable Double ratio,
    @Nullable Double share,
    int rounds) {
  String id() {
    return bench + "/" + name;
  }

  /** One line of the terminal. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%-11s%-32s%12.3f ms%10.1f %-13s%12s%8s%8s",
        bench,
        name,
        ours * 1e3,
        unit.rate(work, ours),
        unit.key(),
        torch == null ? "-" : String.format(Locale.ROOT, "%.3f ms", torch * 1e3),
        two(ratio),
        two(share));
  }

  /** One row of a Markdown table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.1f %s | %s | %s |",
        bench,
        name,
        milliseconds(ours),
        torch == null ? "–" : milliseconds(torch),
        unit.rate(work, ours),
        unit.label(),
        two(ratio),
        two(share));
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.01 ? "%.3f" : "%.1f", seconds * 1e3);
  }

  private static String two(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.2f", value);
  }
}
