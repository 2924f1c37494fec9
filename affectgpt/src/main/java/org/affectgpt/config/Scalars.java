package org.affectgpt.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.affectgpt.tensor.InputException;

/**
 * What written values mean where an option wants a number or a truth value: what YAML 1.1 and 1.2
 * both take for one, and nothing that one of them reads otherwise ({@code 010}, {@code 1:30},
 * {@code yes}, {@code 0x10}).
 */
final class Scalars {
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final String DIGITS = "[-+]?(?:0|[1-9](?:_?[0-9])*)";
  private static final Pattern WHOLE = Pattern.compile(DIGITS);
  private static final Pattern REAL =
      Pattern.compile("(?:" + DIGITS + "(?:\\.[0-9]*)?|[-+]?\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern ZERO_FIRST = Pattern.compile("[-+]?0[0-9_]+");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.?(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  private Scalars() {}

  /** Whether a plain text is a whole number. */
  static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches();
  }

  /** Whether a plain text is a number. */
  static boolean isReal(String text) {
    return REAL.matcher(text).matches();
  }

  /** Whether a plain text is true or false. */
  static boolean isTruth(String text) {
    return TRUE.contains(text) || FALSE.contains(text);
  }

  /** A truth value. */
  static boolean truth(YamlValue.Text value, String option) {
    if (!isTruth(value.text())) {
      throw wants(value, option, "true or false", "");
    }
    return TRUE.contains(value.text());
  }

  /** A whole number within bounds. */
  static long whole(YamlValue.Text value, String option, long least, long most) {
    if (!isWhole(value.text())) {
      boolean zero = ZERO_FIRST.matcher(value.text()).matches();
      throw wants(value, option, "a whole number", zero ? "; write it without the leading 0" : "");
    }
    BigInteger number = new BigInteger(plain(value.text()));
    if (number.compareTo(BigInteger.valueOf(least)) < 0
        || number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw wants(value, option, "a whole number from " + least + " to " + most, "");
    }
    return number.longValueExact();
  }

  /** A finite number. */
  static double real(YamlValue.Text value, String option) {
    String text = value.text();
    if (!isReal(text)) {
      if (NOT_FINITE.matcher(text).matches()) {
        throw wants(value, option, "a finite number", "");
      }
      boolean zero = ZERO_FIRST.matcher(text).matches();
      throw wants(value, option, "a number", zero ? "; write it without the leading 0" : "");
    }
    double number = Double.parseDouble(plain(text));
    boolean lost = number == 0 && text.toLowerCase(Locale.ROOT).split("e")[0].matches(".*[1-9].*");
    if (Double.isInfinite(number) || lost) {
      throw wants(value, option, "a number of double precision", "");
    }
    return number;
  }

  /** A number of any size, for what has no option to say its type. */
  static BigDecimal any(String text) {
    return new BigDecimal(plain(text));
  }

  private static String plain(String text) {
    String digits = text.replace("_", "");
    return digits.startsWith("+") ? digits.substring(1) : digits;
  }

  /** What is wanted instead of what stands there. */
  static InputException wants(YamlValue value, String option, String kind, String more) {
    return new InputException(
        value.place()
            + ": option '"
            + option
            + "': wants "
            + kind
            + ", not "
            + value.shown()
            + more);
  }
}
