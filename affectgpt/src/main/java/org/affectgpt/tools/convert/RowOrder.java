package org.affectgpt.tools.convert;

/** Where the rows of a matrix lie in the file that stores them in another order. */
@FunctionalInterface
public interface RowOrder {
  /** The stored row that is row {@code row} of the model. */
  long stored(long row);
}
