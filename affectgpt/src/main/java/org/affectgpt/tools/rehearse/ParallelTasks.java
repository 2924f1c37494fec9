package org.affectgpt.tools.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.affectgpt.tensor.InputException;

/** Runs independent pieces of work on a few threads; the first failure is the caller's. */
final class ParallelTasks {
  private ParallelTasks() {}

  static void run(List<Runnable> work, int threads) {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, work.size()))) {
      work.forEach(w -> running.add(pool.submit(w)));
      try {
        for (Future<?> f : running) {
          f.get();
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new InputException("interrupted; some files are missing", e);
      }
    }
  }
}
