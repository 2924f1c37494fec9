package org.affectgpt.io.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Python's numbers. */
public final class Numbers {
  private Numbers() {}

  /** The whole number of an int or bool, or null. */
  public static @Nullable BigInteger asInt(Value value) {
    if (value instanceof Value.Int i) {
      return i.value();
    }
    if (value instanceof Value.Bool b) {
      return b.isTrue() ? BigInteger.ONE : BigInteger.ZERO;
    }
    return null;
  }

  /** Whether it is an int, bool or float. */
  public static boolean isNumber(Value value) {
    return value instanceof Value.Real || asInt(value) != null;
  }

  /** A whole number. */
  public static BigInteger requireInt(Value value, String where) {
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    BigInteger number = asInt(value);
    if (number == null) {
      throw new TemplateFault(where + " needs an int, not " + value.type());
    }
    return number;
  }

  /** The nearest double of any number. */
  public static double toDouble(Value value) {
    if (value instanceof Value.Real r) {
      return r.value();
    }
    BigInteger number = asInt(value);
    if (number == null) {
      throw new TemplateFault("must be real number, not " + value.type());
    }
    double d = new BigDecimal(number).doubleValue();
    if (Double.isInfinite(d)) {
      throw new TemplateFault("int too large to convert to float");
    }
    return d;
  }

  /** A result, unless it is too large to go on with. */
  static Value.Int checked(BigInteger value, Budget budget) {
    if (value.bitLength() > Budget.BITS) {
      throw new TemplateFault("makes a number of more than " + Budget.BITS + " bits");
    }
    budget.spend(value.bitLength() / 256);
    return new Value.Int(value);
  }

  /** True division. */
  static double divide(BigInteger a, BigInteger b) {
    if (a.bitLength() <= 53 && b.bitLength() <= 53) {
      return (double) a.longValue() / b.longValue();
    }
    double d =
        new BigDecimal(a)
            .divide(new BigDecimal(b), new MathContext(60, RoundingMode.HALF_EVEN))
            .doubleValue();
    if (Double.isInfinite(d)) {
      throw new TemplateFault("integer division result too large for a float");
    }
    return d;
  }

  static BigInteger floorDiv(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[1].signum() != 0 && parts[1].signum() != b.signum()
        ? parts[0].subtract(BigInteger.ONE)
        : parts[0];
  }

  static BigInteger floorMod(BigInteger a, BigInteger b) {
    BigInteger r = a.remainder(b);
    return r.signum() != 0 && r.signum() != b.signum() ? r.add(b) : r;
  }

  static double floorMod(double a, double b) {
    double mod = a % b;
    if (mod == 0) {
      return Math.copySign(0.0, b);
    }
    return (b < 0) != (mod < 0) ? mod + b : mod;
  }

  static double floorDiv(double a, double b) {
    double mod = a % b;
    double div = (a - mod) / b;
    if (mod != 0 && (b < 0) != (mod < 0)) {
      div -= 1;
    }
    if (div == 0) {
      return Math.copySign(0.0, a / b);
    }
    double floor = Math.floor(div);
    return div - floor > 0.5 ? floor + 1 : floor;
  }

  static Value power(Value a, Value b, Budget budget) {
    BigInteger base = asInt(a);
    BigInteger exponent = asInt(b);
    if (base == null || exponent == null || exponent.signum() < 0) {
      return new Value.Real(power(toDouble(a), toDouble(b)));
    }
    if (base.abs().compareTo(BigInteger.ONE) <= 0) {
      boolean even = !exponent.testBit(0);
      return exponent.signum() == 0 || (base.signum() < 0 && even)
          ? Value.Int.of(1)
          : new Value.Int(base);
    }
    if (exponent.bitLength() > 20
        || (base.abs().bitLength() - 1L) * exponent.intValue() > Budget.BITS) {
      throw new TemplateFault("makes a number of more than " + Budget.BITS + " bits");
    }
    return checked(base.pow(exponent.intValue()), budget);
  }

  private static double power(double a, double b) {
    if (a == 0 && b < 0) {
      throw new TemplateFault("zero to a negative power");
    }
    if (a < 0 && b != Math.rint(b) && !Double.isInfinite(b)) {
      throw new TemplateFault("complex numbers are not supported");
    }
    // Python: 1 to any power is 1, and so is -1 to an infinite one
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1;
    }
    double d = Math.pow(a, b);
    if (Double.isInfinite(d) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw new TemplateFault("Numerical result out of range");
    }
    return d;
  }

  /** The exact order of two numbers; null where one is NaN. */
  static @Nullable Integer compare(Value a, Value b) {
    BigInteger x = asInt(a);
    BigInteger y = asInt(b);
    if (x != null && y != null) {
      return x.compareTo(y);
    }
    double p = x == null ? toDouble(a) : 0;
    double q = y == null ? toDouble(b) : 0;
    if (Double.isNaN(p) || Double.isNaN(q)) {
      return null;
    }
    if (Double.isInfinite(p) || Double.isInfinite(q)) {
      return Double.compare(p, q);
    }
    if (x == null && y == null) {
      return p == q ? 0 : Double.compare(p, q);
    }
    BigDecimal left = x == null ? new BigDecimal(p) : new BigDecimal(x);
    return left.compareTo(y == null ? new BigDecimal(q) : new BigDecimal(y));
  }

  /** Python's {@code round(x, digits)} of a float: half to even, of the exact value. */
  public static double round(double x, int digits) {
    if (Double.isNaN(x) || Double.isInfinite(x) || digits > 400) {
      return x;
    }
    if (digits < -400) {
      return Math.copySign(0.0, x);
    }
    double d = new BigDecimal(x).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    return d == 0 ? Math.copySign(0.0, x) : d;
  }

  /** The whole part of a float. */
  public static BigInteger truncate(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      throw new TemplateFault("cannot convert float " + FloatText.repr(x) + " to integer");
    }
    return new BigDecimal(x).toBigInteger();
  }
}
