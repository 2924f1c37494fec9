package org.affectgpt.tools.measure;

import java.util.Arrays;
import org.affectgpt.tensor.backend.Backend;

/** Measures cases one after the other, each in turns with the roof that bounds it. */
public final class Meter {
  private static final double WARM_UP_SECONDS = 1.5;
  private static final double TURN_SECONDS = 0.05;

  private final Backend backend;
  private final int rounds;
  private final Roofline roofs;

  /**
   * @param rounds turns whose median counts
   */
  public Meter(Backend backend, int rounds) {
    this.backend = backend;
    this.rounds = rounds;
    roofs = new Roofline(backend, WARM_UP_SECONDS / 3, TURN_SECONDS);
  }

  /** The roofs of this backend. */
  public Roofline roofs() {
    return roofs;
  }

  public Measurement measure(Case c) {
    Bound bound = roofs.bound(c.work().apply(backend));
    Stopwatch turns = Stopwatch.of(backend, c.setup().apply(backend));
    turns.warmUp(WARM_UP_SECONDS, TURN_SECONDS);
    double[] seconds = new double[rounds];
    double[] shares = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      double roof = bound.seconds();
      seconds[i] = turns.turn();
      shares[i] = roof / seconds[i];
    }
    return new Measurement(
        c,
        Stopwatch.median(seconds),
        Arrays.stream(seconds).min().orElseThrow(),
        bound.name(),
        Stopwatch.median(shares));
  }
}
