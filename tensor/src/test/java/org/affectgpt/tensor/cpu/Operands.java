package org.affectgpt.tensor.cpu;

import java.util.function.ToDoubleFunction;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;

/** What kernels are tested with: random floats, the same for a seed, and views of arrays. */
public final class Operands {
  private Operands() {}

  /** Uniform in {@code [-1, 1)}. */
  public static float[] random(int length, long seed) {
    return draw(length, seed, rng -> rng.nextFloat() * 2 - 1);
  }

  /** Of the standard normal distribution. */
  public static float[] normal(int length, long seed) {
    return draw(length, seed, CounterRng::nextGaussian);
  }

  /** The values of {@link #normal(int, long)} as a tensor. */
  public static Tensor normal(Backend backend, long seed, int... dims) {
    Tensor t = Tensor.zeros(backend, dims);
    t.set(normal(Math.toIntExact(t.size()), seed));
    return t;
  }

  /** All of an array. */
  public static View view(float[] data) {
    return new View(new FloatArray(data), 0);
  }

  private static float[] draw(int length, long seed, ToDoubleFunction<CounterRng> value) {
    CounterRng rng = new CounterRng(seed);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) value.applyAsDouble(rng);
    }
    return x;
  }
}
