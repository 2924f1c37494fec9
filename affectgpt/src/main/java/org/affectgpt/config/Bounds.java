package org.affectgpt.config;

import java.util.List;
import java.util.Objects;
import org.affectgpt.tensor.InputException;

/**
 * What numbers in a configuration may be; errors name the option. Every number has a lowest and a
 * highest value, so that NaN and the infinities never pass.
 */
public final class Bounds {
  /** The largest count of clips, prompts or tokens that is worth a try on any machine. */
  public static final int MOST = 1 << 20;

  /** Computations are in F32: a larger number would be infinite there. */
  private static final double LARGEST = Float.MAX_VALUE;

  private static final String FINITE = "a finite number";

  private Bounds() {}

  /** Refuses numbers below 1. */
  public static void atLeastOne(String option, int value) {
    require(value >= 1, option, "be at least 1", value);
  }

  /** Refuses numbers below 0. */
  public static void notNegative(String option, int value) {
    require(value >= 0, option, "be 0 or more", value);
  }

  /** Refuses counts that are not from {@code least} to {@link #MOST}. */
  public static void count(String option, int least, int value) {
    require(value >= least && value <= MOST, option, "be from " + least + " to " + MOST, value);
  }

  /** Refuses what is not from 0 up, and finite. */
  public static void notNegative(String option, double value) {
    require(value >= 0 && value <= LARGEST, option, "be 0 or more and " + FINITE, value);
  }

  /** Refuses what is not above 0, and finite. */
  public static void positive(String option, double value) {
    require(value > 0 && value <= LARGEST, option, "be above 0 and " + FINITE, value);
  }

  /** Refuses what is not from {@code least} up, and finite. */
  public static void atLeast(String option, double least, double value) {
    require(
        value >= least && value <= LARGEST,
        option,
        "be at least " + least + " and " + FINITE,
        value);
  }

  /** Refuses what is not finite. */
  public static void finite(String option, double value) {
    require(Math.abs(value) <= LARGEST, option, "be " + FINITE, value);
  }

  /** Refuses what is no share of a whole, 0 to 1. */
  public static void share(String option, double value) {
    require(value >= 0 && value <= 1, option, "lie between 0 and 1", value);
  }

  /** Refuses what is not from 0 up, and below 1. */
  public static void belowOne(String option, double value) {
    require(value >= 0 && value < 1, option, "be from 0 up and below 1", value);
  }

  /** Refuses what is not above 0, and at most 1. */
  public static void aboveZeroToOne(String option, double value) {
    require(value > 0 && value <= 1, option, "be above 0 and at most 1", value);
  }

  /** Refuses a list with nothing in it, or with a gap. */
  public static void filled(String option, List<?> values) {
    if (values.isEmpty() || values.stream().anyMatch(Objects::isNull)) {
      throw new InputException(
          "option "
              + option
              + " must "
              + (values.isEmpty() ? "have at least one entry" : "have no empty entry"));
    }
  }

  /** Refuses a value for which {@code fits} is false, saying what it must do instead. */
  public static void require(boolean fits, String option, String rule, Number value) {
    if (!fits) {
      throw new InputException("option " + option + " must " + rule + ", not " + value);
    }
  }
}
