package org.affectgpt.io.pickle;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that a stream stores by number to name them again. */
final class PickleMemo {
  private final Map<Long, @Nullable Object> values = new HashMap<>();

  /** How many are stored. */
  int size() {
    return values.size();
  }

  void store(long index, @Nullable Object value) {
    values.put(index, value);
  }

  /** The value of a number, which has to be stored. */
  @Nullable Object recall(long index) {
    if (!values.containsKey(index)) {
      throw new PickleException("is damaged: it recalls the value " + index + ", never stored");
    }
    return values.get(index);
  }
}
