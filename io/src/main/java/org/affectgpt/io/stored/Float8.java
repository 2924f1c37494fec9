package org.affectgpt.io.stored;

/**
 * Floats of 8 bits (Micikevicius et al. 2022, "FP8 Formats for Deep Learning"; the OCP's E8M0 for
 * scales). Every value is exact in F32 and in BF16.
 */
enum Float8 {
  /** 4 bits of exponent, 3 of mantissa, no infinity; all ones are NaN. */
  E4M3(4, 7, false, false),
  /** As IEEE: infinities, and NaNs above them. */
  E5M2(5, 15, true, false),
  /** One more in the bias, no negative zero: its code is the one NaN. */
  E4M3FNUZ(4, 8, false, true),
  E5M2FNUZ(5, 16, false, true);

  private static final int NEGATIVE_ZERO = 0x80;

  private final int exponentBits;
  private final int bias;
  private final boolean infinite;
  private final boolean unsignedZero;

  Float8(int exponentBits, int bias, boolean infinite, boolean unsignedZero) {
    this.exponentBits = exponentBits;
    this.bias = bias;
    this.infinite = infinite;
    this.unsignedZero = unsignedZero;
  }

  /** The value of a code, 0 to 255. */
  float value(int code) {
    int mantissaBits = 7 - exponentBits;
    int mantissa = code & ((1 << mantissaBits) - 1);
    int exponent = (code & 0x7F) >> mantissaBits;
    int top = (1 << exponentBits) - 1;
    if (unsignedZero ? code == NEGATIVE_ZERO : !infinite && (code & 0x7F) == 0x7F) {
      return Float.NaN;
    }
    float sign = code < NEGATIVE_ZERO ? 1 : -1;
    if (infinite && exponent == top) {
      return mantissa == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    int whole = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
    return sign * Math.scalb((float) whole, Math.max(exponent, 1) - bias - mantissaBits);
  }

  /** A power of two as its exponent alone: {@code 2^(code - 127)}; 255 is NaN. */
  static float scale(int code) {
    return code == 0xFF ? Float.NaN : Math.scalb(1f, code - 127);
  }
}
