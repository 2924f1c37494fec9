package org.affectgpt.io.template;

/** A template that cannot be read. */
final class SyntaxFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int line;

  SyntaxFault(int line, String message) {
    super(message, null, false, false);
    this.line = line;
  }

  int line() {
    return line;
  }
}
