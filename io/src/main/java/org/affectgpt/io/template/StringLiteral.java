package org.affectgpt.io.template;

import java.util.Locale;

/** What a string of a template stands for: Python's escapes, as Jinja reads them. */
final class StringLiteral {
  private static final String LETTERS = "abfnrtv\\'\"";
  private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\'\"";

  private final String text;
  private final int line;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private StringLiteral(String text, int line) {
    this.text = text;
    this.line = line;
  }

  static String value(String written, int line) {
    return written.indexOf('\\') < 0
        ? written
        : new StringLiteral(ascii(written), line).unescaped();
  }

  /** Jinja escapes what is not ASCII first: a backslash before such a character stays one. */
  private static String ascii(String written) {
    StringBuilder out = new StringBuilder();
    written
        .codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
                out.append(String.format(Locale.ROOT, form, c));
              }
            });
    return out.toString();
  }

  private String unescaped() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        escape(text.charAt(at++));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private void escape(char c) {
    int known = LETTERS.indexOf(c);
    if (known >= 0) {
      out.append(MEANING.charAt(known));
      return;
    }
    switch (c) {
      case '\n' -> {
        // a line that goes on
      }
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      case 'U' -> hex(8);
      case 'N' -> named();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
      default -> out.append('\\').append(c);
    }
  }

  private void hex(int digits) {
    int end = at;
    while (end < text.length() && end - at < digits && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    long code = end - at == digits ? Long.parseLong(text.substring(at, end), 16) : -1;
    if (code < 0 || code > Character.MAX_CODE_POINT) {
      throw new SyntaxFault(line, "an escape in a string is not complete");
    }
    out.appendCodePoint((int) code);
    at = end;
  }

  private void octal() {
    int code = 0;
    at--;
    for (int n = 0; n < 3 && at < text.length() && "01234567".indexOf(text.charAt(at)) >= 0; n++) {
      code = 8 * code + (text.charAt(at++) - '0');
    }
    out.appendCodePoint(code);
  }

  private void named() {
    int end = text.indexOf('}', at);
    if (at >= text.length() || text.charAt(at) != '{' || end < 0) {
      throw new SyntaxFault(line, "an escape in a string is not complete");
    }
    try {
      out.appendCodePoint(Character.codePointOf(text.substring(at + 1, end)));
    } catch (IllegalArgumentException e) {
      throw new SyntaxFault(line, "no character is called " + text.substring(at + 1, end));
    }
    at = end + 1;
  }
}
