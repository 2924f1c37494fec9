package org.affectgpt.tensor.cpu.gemm;

import java.util.function.IntConsumer;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.jspecify.annotations.Nullable;

/** One matrix product of a batch, ready to run. */
public interface MatrixProduct {
  /** Computes it on the given workers, or on this thread. */
  void run(@Nullable Workers workers);

  /** Runs tasks one after the other, or on the workers. */
  static void tasks(@Nullable Workers workers, int count, IntConsumer body) {
    if (workers == null) {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
    } else {
      workers.run(count, body);
    }
  }
}
