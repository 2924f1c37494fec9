package org.affectgpt.io.pickle;

import org.jspecify.annotations.Nullable;

/** A value that a stream completes after it was made ({@code __setstate__}). */
public interface PickleState {
  /**
   * Takes the state.
   *
   * @throws PickleException when it does not fit
   */
  void set(@Nullable Object state);
}
