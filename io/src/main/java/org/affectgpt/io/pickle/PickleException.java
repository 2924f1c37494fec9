package org.affectgpt.io.pickle;

/** What is wrong with a stream; {@link Pickle#read} adds where the stream lies. */
public final class PickleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PickleException(String message) {
    super(message);
  }
}
