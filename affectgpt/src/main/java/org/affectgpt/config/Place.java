package org.affectgpt.config;

/**
 * Where a value stands.
 *
 * @param source a file, or the option of the command line
 * @param line from 1; 0 where lines say nothing
 * @param column from 1
 */
record Place(String source, int line, int column) {
  /** A place in something that has no lines. */
  static Place in(String source) {
    return new Place(source, 0, 0);
  }

  /** Without the source, for a second place in one message. */
  String inside() {
    return line == 0 ? source : "line " + line;
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ": line " + line + ", column " + column;
  }
}
