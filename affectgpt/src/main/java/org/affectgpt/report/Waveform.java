package org.affectgpt.report;

import static org.affectgpt.report.Figures.at;

import java.util.Locale;

/** Draws sound as the envelope of its least and greatest samples over time. */
final class Waveform {
  private static final int COLUMNS = 360;
  private static final double HALF = 36;

  private Waveform() {}

  static void write(Markup page, float[] samples, int sampleRate) {
    double seconds = samples.length / (double) sampleRate;
    page.open("div", "class", "sound");
    if (samples.length == 0) {
      page.leaf("p", "No sound.", "class", "nothing").close();
      return;
    }
    page.open(
        "svg",
        "viewBox",
        "0 0 " + COLUMNS + " " + at(2 * HALF),
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        String.format(Locale.ROOT, "Waveform, %.1f seconds, peak %.2f", seconds, peak(samples)));
    page.empty("path", "class", "wave", "d", envelope(samples));
    page.close();
    page.open("div", "class", "time").leaf("span", "0 s");
    page.leaf("span", Figures.fixed(seconds / 2, 1) + " s");
    page.leaf("span", Figures.fixed(seconds, 1) + " s").close();
    page.close();
  }

  private static String envelope(float[] samples) {
    // Quiet clips are drawn larger, but silence stays a line.
    double scale = (HALF - 1) / Math.max(peak(samples), 0.05);
    int columns = Math.min(COLUMNS, samples.length);
    StringBuilder upper = new StringBuilder("M0 " + at(HALF));
    StringBuilder lower = new StringBuilder();
    for (int c = 0; c < columns; c++) {
      int from = (int) ((long) c * samples.length / columns);
      int to = (int) ((long) (c + 1) * samples.length / columns);
      double max = 0;
      double min = 0;
      for (int i = from; i < to; i++) {
        double sample = finite(samples[i]);
        max = Math.max(max, sample);
        min = Math.min(min, sample);
      }
      String x = at((c + 0.5) * COLUMNS / columns);
      upper.append('L').append(x).append(' ').append(at(HALF - max * scale - 0.4));
      lower.insert(0, "L" + x + " " + at(HALF - min * scale + 0.4));
    }
    return upper
        .append('L')
        .append(COLUMNS)
        .append(' ')
        .append(at(HALF))
        .append(lower)
        .append('Z')
        .toString();
  }

  private static double peak(float[] samples) {
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(finite(sample)));
    }
    return peak;
  }

  private static double finite(float sample) {
    return Float.isFinite(sample) ? sample : 0;
  }
}
