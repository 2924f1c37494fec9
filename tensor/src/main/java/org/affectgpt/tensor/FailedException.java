package org.affectgpt.tensor;

/**
 * Work that was rightly asked for could not be done: training diverged, the disk filled up. The
 * message is one line that says what happened and what to try; the command line prints it and exits
 * with code 1.
 */
public final class FailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FailedException(String message) {
    super(InputException.oneLine(message));
  }

  public FailedException(String message, Throwable cause) {
    super(InputException.oneLine(message), cause);
  }
}
