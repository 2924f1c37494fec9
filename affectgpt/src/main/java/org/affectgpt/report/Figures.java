package org.affectgpt.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as the report writes them, the same in every locale. */
final class Figures {
  /** Stands where there is no number. */
  static final String NONE = "–";

  private Figures() {}

  /** A number with a fixed count of decimals; null and what is not finite become a dash. */
  static String fixed(@Nullable Double value, int decimals) {
    if (value == null || !Double.isFinite(value)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return (zero ? text.replace("-", "") : text).replace('-', '−');
  }

  /** A fraction as points: 0.7952 is 79.5. */
  static String points(@Nullable Double fraction) {
    return fraction == null ? NONE : fixed(fraction * 100, 1);
  }

  /** A number with about three significant digits. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (size != 0 && size < 0.0005) {
      return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : NONE;
    }
    return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  /** A coordinate or length inside a drawing. */
  static String at(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
