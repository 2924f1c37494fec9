package org.affectgpt.config;

import org.affectgpt.tensor.InputException;

/** What numbers in a configuration may be; errors name the option. */
public final class Bounds {
  private Bounds() {}

  /** Refuses numbers below 1. */
  public static void atLeastOne(String option, int value) {
    require(value >= 1, option, "be at least 1", value);
  }

  /** Refuses what is no share of a whole, 0 to 1. */
  public static void share(String option, double value) {
    require(value >= 0 && value <= 1, option, "lie between 0 and 1", value);
  }

  /** Refuses a value for which {@code fits} is false, saying what it must do instead. */
  public static void require(boolean fits, String option, String rule, Number value) {
    if (!fits) {
      throw new InputException("option " + option + " must " + rule + ", not " + value);
    }
  }
}
