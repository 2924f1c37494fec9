package org.affectgpt.tensor;

import java.util.function.Supplier;

/** Runs code without recording a graph, as for sampling and evaluation. */
public final class NoGrad {
  private static final ScopedValue<Boolean> OFF = ScopedValue.newInstance();

  private NoGrad() {}

  public static <T> T call(Supplier<T> body) {
    return ScopedValue.where(OFF, true).call(body::get);
  }

  public static void run(Runnable body) {
    ScopedValue.where(OFF, true).run(body);
  }

  /** Runs with recording on again, inside {@link #run}: what recomputing a checkpoint needs. */
  public static <T> T enabled(Supplier<T> body) {
    return ScopedValue.where(OFF, false).call(body::get);
  }

  /** Whether recording is off here. */
  public static boolean active() {
    return OFF.isBound() && OFF.get();
  }
}
