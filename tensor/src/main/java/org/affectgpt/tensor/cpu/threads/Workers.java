package org.affectgpt.tensor.cpu.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool that runs numbered tasks on a fixed number of threads, the caller among them. Each thread
 * has a stretch of the tasks as its own, the same one every time, so that it finds in its caches
 * what it left there in the kernel before; who is done takes from the end of another's stretch, so
 * a busy core only slows its own task down. Kernels divide their work by its size, never by the
 * number of threads: the order of every sum stays the same.
 */
public final class Workers implements AutoCloseable {
  /** How long a thread looks out for the next job before it sleeps: waking it takes as long. */
  private static final long SPIN_NANOS = 100_000;

  private static final int SPINS = 64;
  private static final int PATIENCE = 2000;

  /** One call of {@link #run}. */
  private static final class Job {
    final int tasks;
    final IntConsumer body;
    final TaskStretches stretches;
    final AtomicInteger finished = new AtomicInteger();
    volatile @Nullable Throwable failure;

    Job(int tasks, int threads, IntConsumer body) {
      this.tasks = tasks;
      this.body = body;
      stretches = new TaskStretches(tasks, threads);
    }

    /** Runs tasks as thread number {@code thread} until none is left. */
    void work(int thread) {
      for (int i = stretches.next(thread); i >= 0; i = stretches.next(thread)) {
        try {
          if (failure == null) {
            body.accept(i);
          }
        } catch (Throwable t) {
          failure = t;
        } finally {
          finished.incrementAndGet();
        }
      }
    }
  }

  private final Thread[] threads;
  private final AtomicIntegerArray asleep;
  private final ReentrantLock busy = new ReentrantLock();
  private volatile @Nullable Job job;
  private volatile boolean closed;

  /**
   * @param threads number of threads in all, the caller included
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive: " + threads);
    }
    this.threads = new Thread[threads - 1];
    asleep = new AtomicIntegerArray(threads - 1);
    for (int i = 0; i < this.threads.length; i++) {
      int index = i;
      this.threads[i] =
          Thread.ofPlatform().daemon().name("cpu-worker-" + i).start(() -> serve(index));
    }
  }

  public int threads() {
    return threads.length + 1;
  }

  /** Runs {@code body} for 0 .. tasks - 1 and returns when all are done. */
  public void run(int tasks, IntConsumer body) {
    if (tasks <= 1 || threads.length == 0 || busy.isHeldByCurrentThread() || !busy.tryLock()) {
      for (int i = 0; i < tasks; i++) {
        body.accept(i);
      }
      return;
    }
    try {
      Job j = new Job(tasks, threads(), body);
      job = j;
      for (int i = 0; i < threads.length; i++) {
        if (asleep.get(i) != 0) {
          LockSupport.unpark(threads[i]);
        }
      }
      j.work(0);
      await(j);
      job = null;
      Throwable failure = j.failure;
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    } finally {
      busy.unlock();
    }
  }

  private static void await(Job j) {
    for (int spins = 0; j.finished.get() < j.tasks; spins++) {
      if (spins < PATIENCE) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void serve(int index) {
    Job last = null;
    while (!closed) {
      Job j = next(last, index);
      if (j != null) {
        j.work(index + 1);
        last = j;
      }
    }
  }

  /** The next job, spinning for a while before sleeping; null after a wake-up without one. */
  private @Nullable Job next(@Nullable Job last, int index) {
    long end = System.nanoTime() + SPIN_NANOS;
    do {
      for (int i = 0; i < SPINS; i++) {
        Job j = job;
        if (j != null && j != last) {
          return j;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() < end);
    asleep.set(index, 1);
    Job j = job;
    if (!closed && (j == null || j == last)) {
      LockSupport.park(this);
    }
    asleep.set(index, 0);
    return null;
  }

  @Override
  public void close() {
    closed = true;
    for (Thread t : threads) {
      LockSupport.unpark(t);
    }
  }
}
