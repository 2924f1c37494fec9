package org.affectgpt.tensor.backend;

import org.affectgpt.tensor.dtype.DType;

/** Memory of one backend that holds {@code length} elements of one type. */
public interface Storage {
  DType dtype();

  long length();
}
