package org.affectgpt.tools.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

/** What a step allocates once its kernels are compiled, on all threads together. */
class SteadyStepTest {
  /** A fifth of what the step allocates without a scope, and ten times what it does with one. */
  private static final double BYTES = 30e6;

  /** Kernels make an object of every vector until they are compiled: after some ten steps. */
  private static final int STEPS = 200;

  @Test
  void trainingTakesItsMemoryFromEarlierSteps() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Backend backend = Backends.open("cpu", 2)) {
      Runnable step =
          Benches.select(List.of("train-step/tiny-16x110")).getFirst().setup().apply(backend);
      long bytes = Long.MAX_VALUE;
      for (int i = 0; i < STEPS && bytes > BYTES; i++) {
        long before = threads.getTotalThreadAllocatedBytes();
        step.run();
        bytes = threads.getTotalThreadAllocatedBytes() - before;
      }
      assertTrue(bytes <= BYTES, bytes + " bytes a step");
    }
  }
}
