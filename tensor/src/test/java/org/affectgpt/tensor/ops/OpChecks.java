package org.affectgpt.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;

/** Runs a case and compares: with the float64 reference, with PyTorch, and with itself. */
final class OpChecks {
  /** Elements an input that are shifted for central differences. */
  private static final int SHIFTED = 24;

  private static final double STEP = 1e-5;

  private OpChecks() {}

  /** Output and gradients of the inputs for the scalar {@code sum(output * seed)}. */
  record Result(float[] output, int[] shape, List<float[]> gradients) {}

  static Tensor tensor(Backend backend, Dense x) {
    float[] f = new float[x.data().length];
    for (int i = 0; i < f.length; i++) {
      f[i] = (float) x.data()[i];
    }
    return Tensor.of(backend, f, x.shape());
  }

  static Dense seed(OpCase c) {
    return new Draw(99).normal(c.reference().apply(c.inputs()).shape());
  }

  static Result run(OpCase c, Backend backend, Dense seed) {
    List<Tensor> inputs = new ArrayList<>();
    c.inputs().forEach(x -> inputs.add(tensor(backend, x).requiresGrad(true)));
    Tensor y = c.ours().apply(inputs);
    assertEquals(Shape.of(seed.shape()), y.shape(), () -> c.op() + " output");
    float[] output = y.toFloats();
    y.backward(tensor(backend, seed));
    List<float[]> gradients = new ArrayList<>();
    for (Tensor t : inputs) {
      Tensor grad = t.grad();
      assertNotNull(grad, () -> c.op() + ": no gradient");
      gradients.add(grad.toFloats());
    }
    return new Result(output, y.shape().dims(), gradients);
  }

  /** Compares with the reference and with central differences of it, all in float64. */
  static void againstFloat64(OpCase c, Backend backend) {
    Dense seed = seed(c);
    Result ours = run(c, backend, seed);
    close(c, "output", c.reference().apply(c.inputs()).data(), ours.output(), 2e-5);
    for (int k = 0; k < c.inputs().size(); k++) {
      Dense x = c.inputs().get(k);
      int n = x.data().length;
      int stride = Math.max(1, n / SHIFTED);
      double scale = magnitude(ours.gradients().get(k));
      for (int i = 0; i < n; i += stride) {
        double slope = slope(c, seed, k, i);
        double error = Math.abs(slope - ours.gradients().get(k)[i]);
        double bound = 5e-5 * scale + 1e-6;
        int at = i;
        int input = k;
        assertTrue(
            error <= bound,
            () ->
                c.op().getSimpleName()
                    + ": gradient "
                    + at
                    + " of input "
                    + input
                    + " is off by "
                    + error
                    + " from "
                    + slope);
      }
    }
  }

  private static double slope(OpCase c, Dense seed, int input, int element) {
    double[] values = c.inputs().get(input).data();
    double kept = values[element];
    values[element] = kept + STEP;
    double high = value(c, seed);
    values[element] = kept - STEP;
    double low = value(c, seed);
    values[element] = kept;
    return (high - low) / (2 * STEP);
  }

  private static double value(OpCase c, Dense seed) {
    double[] y = c.reference().apply(c.inputs()).data();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * seed.data()[i];
    }
    return sum;
  }

  /** Compares output and gradients with PyTorch's, both in F32. */
  static void againstTorch(OpCase c, Backend backend) {
    Dense seed = seed(c);
    Result ours = run(c, backend, seed);
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
        GradientCollector collector = manager.getEngine().newGradientCollector()) {
      List<NDArray> inputs = new ArrayList<>();
      for (Dense x : c.inputs()) {
        NDArray a = TorchOps.array(manager, x);
        a.setRequiresGradient(true);
        inputs.add(a);
      }
      NDArray y = c.torch().apply(inputs);
      close(c, "torch output", doubles(y.toFloatArray()), ours.output(), 2e-5);
      collector.backward(y.mul(TorchOps.array(manager, seed)).sum());
      for (int k = 0; k < inputs.size(); k++) {
        close(
            c,
            "torch gradient " + k,
            doubles(inputs.get(k).getGradient().toFloatArray()),
            ours.gradients().get(k),
            5e-5);
      }
    }
  }

  /** Requires the same bits on both backends. */
  static void sameBits(OpCase c, Backend one, Backend other) {
    Dense seed = seed(c);
    sameBits(c, run(c, one, seed), run(c, other, seed));
  }

  /** Requires the same bits when memory is reused that other computations have left. */
  static void sameBitsInScope(OpCase c, Backend backend) {
    Dense seed = seed(c);
    Result plain = run(c, backend, seed);
    for (int step = 0; step < 2; step++) {
      try (MemoryScope scope = backend.scope()) {
        sameBits(c, plain, run(c, backend, seed));
      }
    }
  }

  private static void sameBits(OpCase c, Result a, Result b) {
    assertArrayEquals(a.output(), b.output(), () -> c.op() + " output");
    for (int k = 0; k < a.gradients().size(); k++) {
      assertArrayEquals(a.gradients().get(k), b.gradients().get(k), () -> c.op() + " gradient");
    }
  }

  private static double[] doubles(float[] f) {
    double[] d = new double[f.length];
    for (int i = 0; i < f.length; i++) {
      d[i] = f[i];
    }
    return d;
  }

  private static double magnitude(float[] values) {
    double max = 0;
    for (float v : values) {
      max = Math.max(max, Math.abs(v));
    }
    return max;
  }

  private static void close(
      OpCase c, String what, double[] expected, float[] actual, double relative) {
    assertEquals(expected.length, actual.length, () -> c.op() + " " + what);
    double bound = relative * magnitude(actual) + 1e-6;
    for (int i = 0; i < expected.length; i++) {
      int at = i;
      assertEquals(
          expected[i], actual[i], bound, () -> c.op().getSimpleName() + " " + what + " at " + at);
    }
  }
}
