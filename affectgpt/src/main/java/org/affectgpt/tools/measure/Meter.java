package org.affectgpt.tools.measure;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.cpu.ReadBandwidth;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.jspecify.annotations.Nullable;

/** Measures cases one after the other, and the read bandwidth between their rounds. */
public final class Meter implements AutoCloseable {
  private static final double WARM_UP_SECONDS = 1.5;
  private static final double TURN_SECONDS = 0.05;

  private final Backend backend;
  private final int rounds;
  private final Workers workers;
  private @Nullable Turns reading;

  /**
   * @param threads that read memory
   * @param rounds turns whose median counts
   */
  public Meter(Backend backend, int threads, int rounds) {
    this.backend = backend;
    this.rounds = rounds;
    workers = new Workers(threads);
  }

  /** Bytes per second that all threads together read. */
  public double readBandwidth() {
    Turns turns = reading();
    return ReadBandwidth.BYTES
        / Turns.median(IntStream.range(0, rounds).mapToDouble(i -> turns.turn()).toArray());
  }

  /** Made when it is needed: it takes half a gigabyte. */
  private Turns reading() {
    if (reading == null) {
      reading = Turns.of(new ReadBandwidth(workers)::pass);
      reading.warmUp(WARM_UP_SECONDS / 3, TURN_SECONDS);
    }
    return reading;
  }

  public Measurement measure(Case c) {
    Turns turns = Turns.of(c.setup().apply(backend));
    turns.warmUp(WARM_UP_SECONDS, TURN_SECONDS);
    boolean streams = c.unit() == Unit.WEIGHT_BYTES;
    double[] seconds = new double[rounds];
    double[] read = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      if (streams) {
        read[i] = ReadBandwidth.BYTES / reading().turn();
      }
      seconds[i] = turns.turn();
    }
    return new Measurement(
        c,
        Turns.median(seconds),
        Arrays.stream(seconds).min().orElseThrow(),
        streams ? OptionalDouble.of(Turns.median(read)) : OptionalDouble.empty());
  }

  @Override
  public void close() {
    workers.close();
  }
}
