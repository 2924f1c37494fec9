package org.affectgpt.io.safetensors;

/** IEEE half precision (F16) and bfloat16 (BF16), rounded to nearest, ties to even. */
public final class HalfPrecision {
  private HalfPrecision() {}

  public static float fromF16(short bits) {
    return Float.float16ToFloat(bits);
  }

  public static short toF16(float value) {
    return Float.floatToFloat16(value);
  }

  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The upper half of the float's bits after rounding; a NaN stays a (quiet) NaN. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
