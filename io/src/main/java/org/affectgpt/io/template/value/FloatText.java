package org.affectgpt.io.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Python's {@code repr} of numbers. */
public final class FloatText {
  private static final int MOST_DIGITS = 4300;

  private FloatText() {}

  /** The shortest text that reads as the same number: {@code 1.0}, {@code 1e+16}, {@code inf}. */
  public static String repr(double x) {
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    if (x == 0) {
      return 1 / x < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(x))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - shortest.scale() - 1;
    String sign = x < 0 ? "-" : "";
    if (exponent < -4 || exponent >= 16) {
      String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign + digits.charAt(0) + rest + "e" + exponent(exponent);
    }
    if (exponent < 0) {
      return sign + "0." + "0".repeat(-exponent - 1) + digits;
    }
    if (digits.length() <= exponent + 1) {
      return sign + digits + "0".repeat(exponent + 1 - digits.length()) + ".0";
    }
    return sign + digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
  }

  static String exponent(int exponent) {
    return (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
  }

  /** The digits of a whole number; Python refuses very many. */
  public static String repr(BigInteger x) {
    String digits = x.toString();
    if (digits.length() - (x.signum() < 0 ? 1 : 0) > MOST_DIGITS) {
      throw new TemplateFault("prints a number of more than " + MOST_DIGITS + " digits");
    }
    return digits;
  }
}
