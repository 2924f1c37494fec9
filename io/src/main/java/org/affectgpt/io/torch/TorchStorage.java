package org.affectgpt.io.torch;

import java.lang.foreign.MemorySegment;
import org.affectgpt.io.pickle.PickleException;
import org.jspecify.annotations.Nullable;

/**
 * A run of elements in an archive that tensors look into.
 *
 * @param dtype the element format, or null for bytes whose format each tensor states
 */
record TorchStorage(@Nullable TorchDtype dtype, MemorySegment data) {
  TorchDtype require() {
    if (dtype == null) {
      throw new PickleException("has a tensor over bytes of no stated format");
    }
    return dtype;
  }
}
