package org.affectgpt.io.torch;

import java.lang.foreign.MemorySegment;
import org.affectgpt.io.pickle.PickleException;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/**
 * A run of elements in an archive that tensors look into.
 *
 * @param dtype the element format, or null for bytes whose format each tensor states
 */
record TorchStorage(@Nullable TorchDtype dtype, MemorySegment data) {
  StoredType type() {
    if (dtype == null) {
      throw new PickleException("has a tensor over bytes of no stated format");
    }
    return type(dtype);
  }

  static StoredType type(TorchDtype dtype) {
    StoredType type = dtype.type();
    if (type == null) {
      throw new PickleException("holds a tensor of " + dtype.name() + ", which is not read");
    }
    return type;
  }
}
