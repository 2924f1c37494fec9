package org.affectgpt.tools.measure;

import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Roofs.Roof;

/**
 * The roofs of a backend, warmed up: reading and multiply-adds. A shared machine changes its speed
 * within seconds, so whoever compares a case with its roof measures the roof again beside every
 * turn.
 */
public final class Roofline {
  private final Roof reading;
  private final Roof peak;
  private final Stopwatch readingTurns;
  private final Stopwatch peakTurns;
  private final double bytesPerSecond;
  private final double flopsPerSecond;

  /**
   * Warms both up, which takes about {@code 4 seconds} and half a gigabyte.
   *
   * @param seconds of warming up
   * @param turn seconds that a turn should take at least
   */
  public Roofline(Backend backend, double seconds, double turn) {
    reading = backend.roofs().reading();
    peak = backend.roofs().multiplyAdds();
    readingTurns = Stopwatch.of(backend, reading.pass());
    peakTurns = Stopwatch.of(backend, peak.pass());
    readingTurns.warmUp(seconds, turn);
    peakTurns.warmUp(seconds, turn);
    bytesPerSecond = reading.amount() / readingTurns.turn();
    flopsPerSecond = peak.amount() / peakTurns.turn();
  }

  /** Bytes per second that the whole backend read when it was warm. */
  public double bytesPerSecond() {
    return bytesPerSecond;
  }

  /** Floating-point operations per second that the whole backend did when it was warm. */
  public double flopsPerSecond() {
    return flopsPerSecond;
  }

  /** The roof under which this work takes longer. */
  public Bound bound(Work work) {
    return work.flops() / flopsPerSecond > work.bytes() / bytesPerSecond
        ? new Bound("peak", peakTurns, work.flops() / peak.amount())
        : new Bound("reading", readingTurns, work.bytes() / reading.amount());
  }
}
