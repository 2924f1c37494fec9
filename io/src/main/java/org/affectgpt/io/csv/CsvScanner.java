package org.affectgpt.io.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into records after RFC 4180: a field in double quotes may hold separators, line
 * breaks and doubled quotes. LF, CRLF and CR end lines; lines without anything in them are passed
 * over, as pandas does.
 */
final class CsvScanner {
  /**
   * One record.
   *
   * @param line the line on which it begins, from 1
   * @param blank whether every field is empty, and none was written in quotes
   */
  record Line(long line, List<String> fields, boolean blank) {}

  private final Path file;
  private final String text;
  private final char separator;
  private int at;
  private long line;
  private boolean quoted;

  /**
   * @param at where the first record begins
   * @param line which line that is
   */
  CsvScanner(Path file, String text, char separator, int at, long line) {
    this.file = file;
    this.text = text;
    this.separator = separator;
    this.at = at;
    this.line = line;
  }

  /** The next record that is not an empty line; null at the end. */
  @Nullable Line next() {
    while (at < text.length()) {
      long start = line;
      quoted = false;
      List<String> fields = new ArrayList<>();
      do {
        fields.add(field());
      } while (taken(separator));
      lineEnd();
      boolean blank = !quoted && fields.stream().allMatch(String::isBlank);
      if (fields.size() > 1 || !blank) {
        return new Line(start, fields, blank);
      }
    }
    return null;
  }

  private String field() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quotedField();
    }
    int start = at;
    while (at < text.length() && !ends(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean ends(char c) {
    return c == separator || c == '\n' || c == '\r';
  }

  private String quotedField() {
    quoted = true;
    long open = line;
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      if (at == text.length()) {
        throw new InputException(
            file + ": line " + open + ": a quote opens a field there that is never closed");
      }
      char c = text.charAt(at++);
      if (c == '"' && !taken('"')) {
        break;
      }
      field.append(c);
      if (c == '\n' || (c == '\r' && !(at < text.length() && text.charAt(at) == '\n'))) {
        line++;
      }
    }
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at < text.length() && !ends(text.charAt(at))) {
      throw new InputException(
          file
              + ": line "
              + line
              + ": text follows the closing quote of the field that begins on line "
              + open
              + "; a quote inside a field is written twice");
    }
    return field.toString();
  }

  private boolean taken(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void lineEnd() {
    boolean carriage = taken('\r');
    if (taken('\n') || carriage) {
      line++;
    }
  }
}
