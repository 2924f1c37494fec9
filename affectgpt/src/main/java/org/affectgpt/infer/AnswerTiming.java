package org.affectgpt.infer;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.tensor.backend.Roofs.Roof;
import org.jspecify.annotations.Nullable;

/**
 * How fast one answer grows. Moments count from the start of the process; only {@link #loadSeconds}
 * and {@link #tokensPerSecond} are about a span between two of them.
 */
public final class AnswerTiming implements Generator.Listener {
  /** Tokens between two readings of memory. */
  private static final int READ_EVERY = 4;

  private final List<Double> readings = new ArrayList<>();
  private @Nullable Roof reading;
  private long tokenBytes;
  private double started;
  private double loaded;
  private double first;
  private double decoding;
  private long last;
  private int tokens;

  /**
   * Reads this memory after every few tokens too, with the clock of the tokens stopped: decoding
   * and the bandwidth that bounds it, measured in turns.
   *
   * @param tokenBytes what a token reads
   */
  public void readBetween(Roof reading, long tokenBytes) {
    this.reading = reading;
    this.tokenBytes = tokenBytes;
  }

  /** Bytes that a token reads, as told to {@link #readBetween}. */
  public long tokenBytes() {
    return tokenBytes;
  }

  /** Marks the moment when loading begins. */
  public void loading() {
    started = seconds();
  }

  /** Marks the moment when the model is ready. */
  public void loaded() {
    loaded = seconds();
  }

  @Override
  public boolean token(int row, int id) {
    long now = System.nanoTime();
    if (tokens++ == 0) {
      first = seconds();
    } else {
      decoding += (now - last) / 1e9;
    }
    last = now;
    if (reading != null && tokens % READ_EVERY == 0) {
      reading.pass().run();
      last = System.nanoTime();
      readings.add(reading.amount() * 1e9 / (last - now));
    }
    return true;
  }

  /** Seconds since the program started. */
  public static double seconds() {
    Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return Duration.between(start, Instant.now()).toNanos() / 1e9;
  }

  /** Seconds that loading took, without what the process did before. */
  public double loadSeconds() {
    return loaded - started;
  }

  /** Seconds from the start until the model was ready. */
  public double readySeconds() {
    return loaded;
  }

  /** Seconds from the start until the first token, loading among them. */
  public double firstTokenSeconds() {
    return first;
  }

  public int tokens() {
    return tokens;
  }

  /** Tokens a second after the first; empty for a single token. */
  public OptionalDouble tokensPerSecond() {
    return tokens < 2 || decoding <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((tokens - 1) / decoding);
  }

  /** Bytes a second that reading reached, the median; empty without {@link #readBetween}. */
  public OptionalDouble readBandwidth() {
    return readings.stream().sorted().skip(readings.size() / 2).mapToDouble(r -> r).findFirst();
  }
}
