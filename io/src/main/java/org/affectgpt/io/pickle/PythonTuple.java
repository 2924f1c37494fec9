package org.affectgpt.io.pickle;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Python tuple, or a {@code torch.Size}; items may be null, which is {@code None}. */
public record PythonTuple(List<@Nullable Object> items) {
  public PythonTuple {
    items = Collections.unmodifiableList(items);
  }

  static PythonTuple of(@Nullable Object... items) {
    return new PythonTuple(Arrays.asList(items));
  }
}
