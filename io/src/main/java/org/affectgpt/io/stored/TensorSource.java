package org.affectgpt.io.stored;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Named tensors from one file or several; closing it makes their data unreadable. */
public interface TensorSource extends AutoCloseable {
  /** All entries, in the order of the file or of the index. */
  Collection<TensorEntry> entries();

  /** The entry of this name, or null. */
  @Nullable TensorEntry find(String name);

  /**
   * The entry of this name.
   *
   * @throws org.affectgpt.tensor.InputException naming the file and the tensor if there is none
   */
  TensorEntry entry(String name);

  @Override
  void close();
}
