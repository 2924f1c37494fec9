package org.affectgpt.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/** Measured figures as JSON shows them, without digits that mean nothing. */
final class Rounded {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Rounded() {}

  /** To the microsecond, so that what came later also says so. */
  static double seconds(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /** To four significant digits: a rate, or a time that may be short. */
  static double figure(double value) {
    return BigDecimal.valueOf(value).round(FOUR_DIGITS).doubleValue();
  }
}
