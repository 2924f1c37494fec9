package org.affectgpt.tensor.backend;

import org.affectgpt.tensor.dtype.DType;

/** A kernel operand: a storage and the element at which the operand begins. */
public record View(Storage storage, long offset) {
  public DType dtype() {
    return storage.dtype();
  }

  /** The operand that begins {@code elements} later. */
  public View plus(long elements) {
    return elements == 0 ? this : new View(storage, offset + elements);
  }
}
