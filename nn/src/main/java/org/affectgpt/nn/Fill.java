package org.affectgpt.nn;

import java.util.Arrays;
import org.affectgpt.tensor.CounterRng;

/** How a fresh parameter is initialised. */
@FunctionalInterface
public interface Fill {
  void fill(CounterRng rng, float[] values);

  /** Normal with mean 0. */
  static Fill normal(double std) {
    return (rng, values) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (std * rng.nextGaussian());
      }
    };
  }

  /** Uniform in [-bound, bound). */
  static Fill uniform(double bound) {
    return (rng, values) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (bound * (2 * rng.nextDouble() - 1));
      }
    };
  }

  /** Kaiming-uniform with a = sqrt(5), the default of PyTorch's linear and convolution layers. */
  static Fill kaimingUniform(int fanIn) {
    return uniform(1 / Math.sqrt(fanIn));
  }

  static Fill constant(float value) {
    return (rng, values) -> Arrays.fill(values, value);
  }

  static Fill zeros() {
    return constant(0f);
  }

  static Fill ones() {
    return constant(1f);
  }
}
