package org.affectgpt.tools.measure;

import org.affectgpt.nn.Fill;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.View;

/** Makes the inputs and outputs of kernels. */
record Operands(Backend backend, CounterRng rng) {
  Operands(Backend backend) {
    this(backend, new CounterRng(1));
  }

  /** Uniform in [-1, 1). */
  Tensor tensor(int... dims) {
    float[] values = new float[Math.toIntExact(Shape.of(dims).size())];
    Fill.uniform(1).fill(rng, values);
    return Tensor.of(backend, values, dims);
  }

  public View random(int... dims) {
    return tensor(dims).view();
  }

  View zeros(int... dims) {
    return Tensor.zeros(backend, dims).view();
  }

  /** Ids in [0, bound). */
  View ids(int count, int bound) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = rng.nextInt(bound);
    }
    return Tensor.ofInts(backend, ids, count).view();
  }
}
