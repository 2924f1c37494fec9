package org.affectgpt.io.pickle;

import org.jspecify.annotations.Nullable;

/** What a stream may call by name: a constructor that turns arguments into a value. */
@FunctionalInterface
public interface PickleFunction {
  /**
   * The value for these arguments.
   *
   * @throws PickleException when they do not fit
   */
  @Nullable Object call(PickleArguments arguments);
}
