package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * How near float32 must come to the float64 oracle. Two bounds hold at once: the error of the whole
 * operand in the L2 norm is at most {@code relative} of the operand's own norm, and no element is
 * off by more than {@link #PEAK} times {@code relative} of the largest element. {@code floor} is
 * the size that an element typically has, counted in where the expected values happen to be small:
 * {@code relative * floor} is an error that any float32 kernel may make. A {@code pointwise}
 * tolerance bounds every element by its own size instead: {@code relative * (|expected| + floor)}.
 * What is stored in 16 bits may be off by {@code rounding} of itself more.
 *
 * <p>One term missing from one element of a sum of n terms is off by about {@code 1 / sqrt(n)} of
 * the element; the bounds below are smaller by three orders for every n in the suite.
 */
record Tolerance(double relative, double floor, boolean pointwise, double rounding) {
  /** The unit roundoff of float32. */
  static final double UNIT = 0x1p-24;

  /** The unit roundoffs of bfloat16 and of IEEE 754 binary16. */
  private static final double BF16_UNIT = 0x1p-8;

  private static final double F16_UNIT = 0x1p-11;

  /** How far the worst element may be from the typical one. */
  private static final double PEAK = 8;

  /** The same value; the sign of a zero does not count. */
  static final Tolerance EXACT = new Tolerance(0, 0, true);

  Tolerance(double relative, double floor, boolean pointwise) {
    this(relative, floor, pointwise, 0);
  }

  /**
   * Sums of {@code n} terms of random signs in any order. Rounding errors of the partial sums are
   * independent, so the error grows as {@code sqrt(n)} roundoffs of the sum.
   *
   * @param term typical size of a term
   */
  static Tolerance sum(long n, double term) {
    double root = Math.sqrt(Math.max(1, n));
    return new Tolerance(2 * UNIT * (3 + root), term * root, false);
  }

  /** A function of each value by itself, right to {@code ulps} roundoffs of 1 or of the result. */
  static Tolerance function(double ulps) {
    return new Tolerance(ulps * UNIT, 1, true);
  }

  /** The wider of both, for a result of which either part may be the larger. */
  Tolerance atLeast(Tolerance other) {
    return new Tolerance(
        Math.max(relative, other.relative), Math.max(floor, other.floor), pointwise);
  }

  /** The same for a result that is rounded to a type of 16 bits at the end. */
  Tolerance in(DType type) {
    return switch (type) {
      case BF16 -> new Tolerance(relative, floor, pointwise, BF16_UNIT);
      case F16 -> new Tolerance(relative, floor, pointwise, F16_UNIT);
      default -> this;
    };
  }

  /** What is wrong with {@code actual}, or null. */
  @Nullable String compare(double[] expected, float[] actual, boolean[] mask) {
    double error = 0;
    double norm = 0;
    double largest = 0;
    int count = 0;
    for (int i = 0; i < mask.length; i++) {
      float e = (float) expected[i];
      if (!mask[i]) {
        continue;
      }
      if (Float.isFinite(e) && Float.isFinite(actual[i])) {
        count++;
        error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
        norm += expected[i] * expected[i];
        largest = Math.max(largest, Math.abs(expected[i]));
      } else if (Float.compare(e, actual[i]) != 0) {
        return at(i, expected[i], actual[i]);
      }
    }
    double peak = PEAK * relative * (largest + floor);
    for (int i = 0; i < mask.length; i++) {
      double size = Math.abs(expected[i]);
      double bound = rounding * size + (pointwise ? relative * (size + floor) : peak);
      double difference = Math.abs(actual[i] - expected[i]);
      if (mask[i]
          && Float.isFinite(actual[i])
          && difference > Math.max(bound, exact(expected[i]))) {
        return at(i, expected[i], actual[i]) + ", bound " + bound;
      }
    }
    double bound = (relative + rounding) * Math.sqrt(norm) + relative * floor * Math.sqrt(count);
    return pointwise || Math.sqrt(error) <= bound
        ? null
        : "the L2 error is " + Math.sqrt(error) + ", bound " + bound;
  }

  /** What a float64 value loses by being a float32. */
  private double exact(double expected) {
    return relative == 0 ? Math.abs((float) expected - expected) : 0;
  }

  private static String at(int i, double expected, float actual) {
    return "element " + i + " is " + actual + ", the oracle says " + expected;
  }
}
