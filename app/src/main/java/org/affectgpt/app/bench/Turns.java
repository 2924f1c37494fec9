package org.affectgpt.app.bench;

import java.util.Arrays;

/** Times a body by turns of a fixed number of runs, long enough for the clock. */
public final class Turns {
  private final Body body;
  private int runs = 1;

  /** What is timed, wherever it runs. */
  @FunctionalInterface
  public interface Body {
    /** Seconds that {@code runs} runs take. */
    double seconds(int runs);
  }

  public Turns(Body body) {
    this.body = body;
  }

  /** A body of this process. */
  public static Turns of(Runnable body) {
    return new Turns(
        runs -> {
          long start = System.nanoTime();
          for (int i = 0; i < runs; i++) {
            body.run();
          }
          return (System.nanoTime() - start) / 1e9;
        });
  }

  /**
   * Runs for a while, so that everything is compiled, and sizes the turns.
   *
   * @param seconds at least this long, and at least twice
   * @param turn seconds that a turn should take at least
   */
  public void warmUp(double seconds, double turn) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    runs = 1;
    double one = turn();
    do {
      // a turn of a cold body is too long; it is sized anew as the body gets faster
      runs = Math.max(1, (int) Math.min(2.0 * runs, Math.ceil(turn / one)));
      one = turn();
    } while (System.nanoTime() < end || runs < Math.floor(turn / one) / 2);
    runs = Math.max(1, (int) Math.ceil(turn / one));
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
