package org.affectgpt.tools.verify;

/** Sizes of vectors, and how far two of them are apart. */
final class Norms {
  private Norms() {}

  /** The root mean square; 0 of nothing. */
  static double rms(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += (double) v * v;
    }
    return values.length == 0 ? 0 : Math.sqrt(sum / values.length);
  }

  /** The largest magnitude; 0 of nothing. */
  static double largest(float[] values) {
    double largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /**
   * ‖actual − wanted‖ / ‖wanted‖: 0 for two tensors of zeros, infinite for one that should be zeros
   * and is not.
   */
  static double relL2(float[] wanted, float[] actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < wanted.length; i++) {
      double d = (double) actual[i] - wanted[i];
      difference += d * d;
      norm += (double) wanted[i] * wanted[i];
    }
    return difference == 0 ? 0 : Math.sqrt(difference / norm);
  }

  /** Integers as floats. */
  static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }
}
