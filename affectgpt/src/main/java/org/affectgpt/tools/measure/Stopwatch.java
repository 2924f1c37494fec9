package org.affectgpt.tools.measure;

import java.util.Arrays;
import org.affectgpt.tensor.backend.Backend;

/** Times a body by turns of a fixed number of runs, long enough for the clock. */
public final class Stopwatch {
  private static final int PATIENCES = 4;
  private static final double GAIN = 0.97;

  private final Body body;
  private int runs = 1;

  /** What is timed, wherever it runs. */
  @FunctionalInterface
  public interface Body {
    /** Seconds that {@code runs} runs take. */
    double seconds(int runs);
  }

  public Stopwatch(Body body) {
    this.body = body;
  }

  /** Work of a backend, which is done when the backend says so. */
  public static Stopwatch of(Backend backend, Runnable body) {
    return new Stopwatch(
        runs -> {
          long start = System.nanoTime();
          for (int i = 0; i < runs; i++) {
            body.run();
          }
          backend.synchronize();
          return (System.nanoTime() - start) / 1e9;
        });
  }

  /**
   * Runs until nothing gets faster any more, because everything is compiled, and sizes the turns.
   *
   * @param seconds at least this long, at least as long without a gain, and at most four times
   * @param turn seconds that a turn should take at least
   */
  public void warmUp(double seconds, double turn) {
    long patience = (long) (seconds * 1e9);
    long last = System.nanoTime() + PATIENCES * patience;
    runs = 1;
    double best = turn();
    long gained = System.nanoTime();
    do {
      // a turn of a cold body is too long; it is sized anew as the body gets faster
      runs = Math.max(1, (int) Math.min(2.0 * runs, Math.ceil(turn / best)));
      double taken = turn();
      gained = taken < GAIN * best ? System.nanoTime() : gained;
      best = Math.min(best, taken);
    } while (System.nanoTime() < Math.min(last, gained + patience)
        || runs < Math.floor(turn / best) / 2);
    runs = Math.max(1, (int) Math.ceil(turn / best));
  }

  /** Seconds of one run, the mean of a turn. */
  public double turn() {
    return body.seconds(runs) / runs;
  }

  /** The median. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
