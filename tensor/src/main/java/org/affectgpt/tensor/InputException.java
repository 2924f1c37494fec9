package org.affectgpt.tensor;

/**
 * Something the user gave cannot be used: a missing or damaged file, a wrong option, a clip without
 * frames. The message is one line that names the file or option and says what to do; the command
 * line prints it and exits with code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
