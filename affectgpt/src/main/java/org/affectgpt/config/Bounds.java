package org.affectgpt.config;

import org.affectgpt.tensor.InputException;

/** What numbers in a configuration may be; errors name the option. */
public final class Bounds {
  private Bounds() {}

  /** Refuses numbers below 1. */
  public static void atLeastOne(String option, int value) {
    require(value >= 1, option, "be at least 1", value);
  }

  /** Refuses numbers below 0. */
  public static void notNegative(String option, int value) {
    require(value >= 0, option, "be 0 or more", value);
  }

  /** Refuses numbers below 0, infinite ones and NaN. */
  public static void notNegative(String option, double value) {
    require(value >= 0 && Double.isFinite(value), option, "be 0 or more and finite", value);
  }

  /** Refuses 0, numbers below it, infinite ones and NaN. */
  public static void positive(String option, double value) {
    require(value > 0 && Double.isFinite(value), option, "be above 0 and finite", value);
  }

  /** Refuses infinite numbers and NaN. */
  public static void finite(String option, double value) {
    require(Double.isFinite(value), option, "be a finite number", value);
  }

  /** Refuses what is not from 0 up to but without 1, such as the decay of a mean. */
  public static void belowOne(String option, double value) {
    require(value >= 0 && value < 1, option, "be 0 or more and below 1", value);
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
