package org.affectgpt.io.pickle;

import org.jspecify.annotations.Nullable;

/** Values that lie outside the stream, which names them by an identifier. */
@FunctionalInterface
public interface PersistentIds {
  /**
   * The value of this identifier, usually a {@link PythonTuple}.
   *
   * @throws PickleException when there is none
   */
  Object find(@Nullable Object id);

  /** For streams that stand alone. */
  static PersistentIds none() {
    return id -> {
      throw new PickleException("refers to a value outside of it");
    };
  }
}
