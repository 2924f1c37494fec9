package org.affectgpt.nn;

import java.util.function.Supplier;

/**
 * Switches every adapter off for a piece of work: what runs inside sees the base model. The
 * reference policy of an adapted policy is the policy itself in this scope.
 */
public final class AdapterScope {
  private static final ScopedValue<Boolean> OFF = ScopedValue.newInstance();

  private AdapterScope() {}

  /** Runs {@code body} on the base model. */
  public static <T> T without(Supplier<T> body) {
    return call(true, body);
  }

  /** Runs {@code body} with adapters off or on. */
  static <T> T call(boolean off, Supplier<T> body) {
    return ScopedValue.where(OFF, off).call(body::get);
  }

  public static boolean isOff() {
    return OFF.isBound() && OFF.get();
  }
}
