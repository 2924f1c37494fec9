package org.affectgpt.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.Consumer;
import java.util.function.Function;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;

/** That the number of threads does not change a result. */
public final class SameBits {
  private SameBits() {}

  /** Runs on one and many threads, requires the same bits, and hands the result to the check. */
  public static void onAnyThreads(Function<Backend, float[]> kernel, Consumer<float[]> check) {
    try (Backend one = CpuBackend.create(1);
        Backend many = CpuBackend.create(TestThreads.MANY)) {
      float[] a = kernel.apply(one);
      assertArrayEquals(a, kernel.apply(many));
      check.accept(a);
    }
  }
}
