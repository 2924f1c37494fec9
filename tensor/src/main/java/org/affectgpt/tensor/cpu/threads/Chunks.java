package org.affectgpt.tensor.cpu.threads;

/**
 * Divides loops among the workers by their size alone, so that every sum has one order whatever the
 * number of threads. What is too small to pay for a second thread runs in place.
 */
public final class Chunks {
  /** Elements in the smallest piece of work. */
  private static final int GRAIN = 1 << 14;

  /** Elements in the largest: one long run of memory is fetched ahead best. */
  private static final int LONG = 1 << 18;

  /** Pieces that leave no thread waiting long for another. */
  private static final int ENOUGH = 16;

  /** Below this many elements a second thread does not pay. */
  private static final long SMALL = 1 << 15;

  /** A loop over {@code [from, to)}. */
  @FunctionalInterface
  public interface Range {
    void run(int from, int to);
  }

  private final Workers workers;

  public Chunks(Workers workers) {
    this.workers = workers;
  }

  /** Runs over {@code n} elements. */
  public void elements(long n, Range body) {
    each(n, (int) grain(n), n, body);
  }

  /** Runs over rows that take about {@code cost} elements of work each. */
  public void rows(int rows, long cost, Range body) {
    each(rows, (int) Math.max(1, grain(rows * cost) / Math.max(1, cost)), rows * cost, body);
  }

  private static long grain(long work) {
    return Math.clamp(work / ENOUGH & -GRAIN, GRAIN, LONG);
  }

  /** Runs over {@code n} items, {@code step} at a time: the pieces are part of the result. */
  public void pieces(int n, int step, long work, Range body) {
    each(n, step, work, body);
  }

  private void each(long n, int step, long work, Range body) {
    int count = Math.toIntExact(n);
    int tasks = (int) ((n + step - 1) / step);
    if (work <= SMALL) {
      for (int i = 0; i < tasks; i++) {
        body.run(i * step, (int) Math.min(count, (i + 1L) * step));
      }
    } else {
      workers.run(tasks, i -> body.run(i * step, (int) Math.min(count, (i + 1L) * step)));
    }
  }
}
