package org.affectgpt.io.template.value;

import java.math.BigInteger;

/**
 * Whole numbers at equal steps.
 *
 * @param length how many, at most {@link #LARGEST}
 */
public record RangeValue(BigInteger start, BigInteger stop, BigInteger step, int length)
    implements Value {
  /** Jinja's sandbox allows no longer one. */
  public static final int LARGEST = 100_000;

  /**
   * @throws TemplateFault if the step is 0 or the range too long
   */
  public static RangeValue of(BigInteger start, BigInteger stop, BigInteger step) {
    if (step.signum() == 0) {
      throw new TemplateFault("range() arg 3 must not be zero");
    }
    BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
    BigInteger size = step.abs();
    BigInteger count =
        span.signum() <= 0 ? BigInteger.ZERO : span.add(size).subtract(BigInteger.ONE).divide(size);
    if (count.compareTo(BigInteger.valueOf(LARGEST)) > 0) {
      throw new TemplateFault("range() of more than " + LARGEST + " numbers");
    }
    return new RangeValue(start, stop, step, count.intValue());
  }

  /** The number at a place. */
  public Value at(int i) {
    return new Int(start.add(step.multiply(BigInteger.valueOf(i))));
  }

  @Override
  public boolean isTrue() {
    return length > 0;
  }

  @Override
  public String type() {
    return "range";
  }
}
