package org.affectgpt.tensor.cpu.threads;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Hands out the numbers {@code 0 .. tasks - 1}, each once: to every thread those of a stretch of
 * its own from the front, then those of the others' from the back.
 */
final class TaskStretches {
  /** What is left of each stretch: its first number in the low half, its end in the high one. */
  private final AtomicLongArray left;

  TaskStretches(int tasks, int threads) {
    left = new AtomicLongArray(threads);
    for (int t = 0; t < threads; t++) {
      left.setPlain(t, range(bound(tasks, t, threads), bound(tasks, t + 1, threads)));
    }
  }

  private static int bound(int tasks, int thread, int threads) {
    return (int) ((long) tasks * thread / threads);
  }

  private static long range(int from, int to) {
    return (long) to << Integer.SIZE | from;
  }

  /** The next number for {@code thread}, or -1 when all are given out. */
  int next(int thread) {
    int own = take(thread, true);
    for (int i = 1; own < 0 && i < left.length(); i++) {
      own = take((thread + i) % left.length(), false);
    }
    return own;
  }

  private int take(int stretch, boolean front) {
    while (true) {
      long now = left.get(stretch);
      int from = (int) now;
      int to = (int) (now >>> Integer.SIZE);
      if (from >= to) {
        return -1;
      }
      long then = front ? range(from + 1, to) : range(from, to - 1);
      if (left.compareAndSet(stretch, now, then)) {
        return front ? from : to - 1;
      }
    }
  }
}
