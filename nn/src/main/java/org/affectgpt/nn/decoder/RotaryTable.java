package org.affectgpt.nn.decoder;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * Cosines and sines {@code [positions, dim / 2]} of rotary position embedding (Su et al. 2021):
 * angle of pair i at position p is {@code p · theta^(-2i / dim)}, its frequency perhaps stretched.
 * The angle is rounded to F32 as the reference rounds it, which shows at far positions.
 *
 * @param stage which frequencies they are of: {@link RopeScaling#stage}
 */
record RotaryTable(Tensor cos, Tensor sin, int positions, int stage) {
  /**
   * @param positions rows of the table
   * @param length tokens of the text
   * @param dim width of a head
   * @param rounded whether frequencies are rounded to BF16
   */
  static RotaryTable of(
      Backend backend,
      int positions,
      int length,
      int dim,
      DecoderConfig.Rope rope,
      boolean rounded) {
    int half = dim / 2;
    float[] cos = new float[positions * half];
    float[] sin = new float[positions * half];
    float[] frequencies = rope.scaling().frequencies(rope.theta(), dim, length);
    float amplitude = rope.scaling().amplitude();
    for (int i = 0; i < half; i++) {
      float frequency = rounded ? toBf16(frequencies[i]) : frequencies[i];
      for (int p = 0; p < positions; p++) {
        float angle = p * frequency;
        cos[p * half + i] = (float) StrictMath.cos(angle) * amplitude;
        sin[p * half + i] = (float) StrictMath.sin(angle) * amplitude;
      }
    }
    return new RotaryTable(
        Tensor.of(backend, cos, positions, half),
        Tensor.of(backend, sin, positions, half),
        positions,
        rope.scaling().stage(length));
  }

  /** Lives as long as {@code other}. */
  RotaryTable keepWith(RotaryTable other) {
    cos.keepWith(other.cos);
    sin.keepWith(other.sin);
    return this;
  }

  /** The nearest BF16 value of a positive number, ties to even. */
  private static float toBf16(float value) {
    int bits = Float.floatToIntBits(value);
    return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
  }
}
