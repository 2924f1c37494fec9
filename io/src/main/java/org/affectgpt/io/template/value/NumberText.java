package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as Python's {@code int} and {@code float} read them from strings. */
public final class NumberText {
  private static final Pattern REAL =
      Pattern.compile(
          "[-+]?(?:[0-9](?:_?[0-9])*(?:\\.(?:[0-9](?:_?[0-9])*)?)?|\\.[0-9](?:_?[0-9])*)"
              + "(?:[eE][-+]?[0-9](?:_?[0-9])*)?");
  private static final Pattern NAMED =
      Pattern.compile("[-+]?(?:inf(?:inity)?|nan)", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 4300;

  private NumberText() {}

  /** The whole number, or null if it is none. */
  public static @Nullable BigInteger integer(String written, int base) {
    if (base != 0 && (base < 2 || base > 36)) {
      throw new TemplateFault("int() base must be >= 2 and <= 36, or 0");
    }
    String text = ascii(written);
    boolean minus = text.startsWith("-");
    String digits = minus || text.startsWith("+") ? text.substring(1) : text;
    int radix = base;
    String prefix =
        digits.length() > 1 ? digits.substring(0, 2).toLowerCase(java.util.Locale.ROOT) : "";
    int named =
        switch (prefix) {
          case "0x" -> 16;
          case "0o" -> 8;
          case "0b" -> 2;
          default -> 0;
        };
    if (named > 0 && (base == 0 || base == named)) {
      digits = digits.substring(2);
      digits = digits.startsWith("_") ? digits.substring(1) : digits;
      radix = named;
    } else if (base == 0) {
      radix = 10;
      if (digits.matches("0[0_]*[1-9].*")) {
        return null;
      }
    }
    boolean odd = digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
    digits = digits.replace("_", "");
    if (odd || digits.isEmpty() || digits.length() > LONGEST || !isAlphanumeric(digits)) {
      return null;
    }
    try {
      BigInteger value = new BigInteger(digits, radix);
      return minus ? value.negate() : value;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isAlphanumeric(String text) {
    return text.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
  }

  /** The number, or null if it is none. */
  public static @Nullable Double real(String written) {
    String text = ascii(written);
    if (REAL.matcher(text).matches()) {
      return Double.parseDouble(text.replace("_", ""));
    }
    if (NAMED.matcher(text).matches()) {
      boolean nan = text.toLowerCase(java.util.Locale.ROOT).contains("nan");
      double sign = text.startsWith("-") ? -1 : 1;
      return nan ? Double.NaN : sign * Double.POSITIVE_INFINITY;
    }
    return null;
  }

  /** Without white space around it, and with decimal digits of other scripts as ASCII's. */
  private static String ascii(String written) {
    String text = WholeText.strip(Text.of(written), null).toString();
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Characters.isDecimal(c)) {
                out.append(Character.digit(c, 10));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
