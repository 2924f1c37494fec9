package org.affectgpt.nn;

import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parameters of a module: with random values, each from its own stream named after the
 * parameter so that the order of construction does not matter, or without values when a file will
 * give them.
 */
public final class Init {
  private final Backend backend;
  private final @Nullable CounterRng rng;

  private Init(Backend backend, @Nullable CounterRng rng) {
    this.backend = backend;
    this.rng = rng;
  }

  /** Fresh values. */
  public static Init random(Backend backend, CounterRng rng) {
    return new Init(backend, rng);
  }

  /** Shapes only: weights come from a file, and no memory is spent before. */
  public static Init empty(Backend backend) {
    return new Init(backend, null);
  }

  public Backend backend() {
    return backend;
  }

  /** The initialiser of a named child. */
  public Init child(String name) {
    return new Init(backend, rng == null ? null : rng.split(name));
  }

  /** A weight that kernels take in any dtype: of a linear layer or an embedding. */
  public Parameter matrix(String name, Fill fill, int... dims) {
    return make(name, true, fill, dims);
  }

  /** Any other parameter: always F32. */
  public Parameter vector(String name, Fill fill, int... dims) {
    return make(name, false, fill, dims);
  }

  private Parameter make(String name, boolean matrix, Fill fill, int... dims) {
    Shape shape = Shape.of(dims);
    if (rng == null) {
      return Parameter.empty(shape, matrix);
    }
    float[] values = new float[Math.toIntExact(shape.size())];
    fill.fill(rng.split(name), values);
    return Parameter.of(Tensor.of(backend, values, dims), matrix);
  }
}
