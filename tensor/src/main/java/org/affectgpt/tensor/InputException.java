package org.affectgpt.tensor;

import java.util.regex.Pattern;

/**
 * Something the user gave cannot be used: a missing or damaged file, a wrong option, a clip without
 * frames. The message is one line that names the file or option and says what to do; the command
 * line prints it and exits with code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");
  private static final int LONGEST = 2000;

  public InputException(String message) {
    super(oneLine(message));
  }

  public InputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Messages quote damaged files, which may hold anything; a terminal must not obey it. */
  static String oneLine(String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return CONTROL.matcher(text).replaceAll("?");
  }
}
