package org.affectgpt.app.infer;

import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import org.affectgpt.nn.generate.Generator;

/** How fast one answer grows, seen from the start of the program. */
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

  /** Seconds that loading took. */
  public double loadSeconds() {
    return loaded - started;
  }

  /** Seconds from the start until the first token. */
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
