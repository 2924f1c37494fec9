package org.affectgpt.tensor.dtype;

/** The 16-bit floating-point formats: bfloat16 and IEEE 754 binary16. */
public final class Half {
  private Half() {}

  /** The float with these bfloat16 bits. */
  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The nearest bfloat16, ties to even; a NaN stays one. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The float with these binary16 bits. */
  public static float fromF16(short bits) {
    return Float.float16ToFloat(bits);
  }

  /** The nearest binary16, ties to even; infinity beyond 65504. */
  public static short toF16(float value) {
    return Float.floatToFloat16(value);
  }
}
