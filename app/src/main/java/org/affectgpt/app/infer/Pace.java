package org.affectgpt.app.infer;

import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import org.affectgpt.nn.generate.Generator;

/**
 * How fast one answer grows. Moments count from the start of the process; only {@link #loadSeconds}
 * and {@link #tokensPerSecond} are about a span between two of them.
 */
public final class Pace implements Generator.Listener {
  private double started;
  private double loaded;
  private double first;
  private double last;
  private int tokens;

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
    last = seconds();
    if (tokens++ == 0) {
      first = last;
    }
    return true;
  }

  /** Seconds since the program started. */
  public static double seconds() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
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
    return tokens < 2 || last <= first
        ? OptionalDouble.empty()
        : OptionalDouble.of((tokens - 1) / (last - first));
  }
}
