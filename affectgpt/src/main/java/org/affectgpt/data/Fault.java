package org.affectgpt.data;

/**
 * Why a clip cannot be used.
 *
 * @param clip its name
 * @param row where it stands in a table: file, row and line
 * @param what what is wrong, with the file at fault
 */
public record Fault(String clip, String row, String what) {
  /** One line for people. */
  public String line() {
    return "clip '" + clip + "' (" + row + "): " + what;
  }
}
