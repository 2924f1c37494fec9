package org.affectgpt.io.pickle;

import java.util.regex.Pattern;

/** Values that the text protocol 0 writes on lines of their own. */
final class PickleText {
  private static final Pattern FRACTION =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,6})?");

  private static final int MAX_FRACTION = 4300;

  private PickleText() {}

  /** A float as Python's {@code repr} writes it. */
  static double decimalFraction(String line) {
    switch (line) {
      case "inf":
        return Double.POSITIVE_INFINITY;
      case "-inf":
        return Double.NEGATIVE_INFINITY;
      case "nan", "-nan":
        return Double.NaN;
      default:
        if (line.length() > MAX_FRACTION || !FRACTION.matcher(line).matches()) {
          throw new PickleException("is damaged: a line is no number");
        }
        return Double.parseDouble(line);
    }
  }

  /**
   * Python's raw-unicode-escape: a backslash, u and four hexadecimal digits, or U and eight, stand
   * for a code point.
   */
  static String rawUnicodeEscape(String line) {
    if (line.indexOf('\\') < 0) {
      return line;
    }
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char kind = line.charAt(i) == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : 0;
      if (kind == 'u' || kind == 'U') {
        int digits = kind == 'u' ? 4 : 8;
        text.appendCodePoint(hexadecimal(line, i + 2, digits));
        i += 1 + digits;
      } else {
        text.append(line.charAt(i));
      }
    }
    return text.toString();
  }

  private static int hexadecimal(String line, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
      if (digit < 0 || value > Character.MAX_CODE_POINT >> 4) {
        throw new PickleException("is damaged: a text has an unfinished escape");
      }
      value = value << 4 | digit;
    }
    if (!Character.isValidCodePoint(value)) {
      throw new PickleException("is damaged: a text has an escape for no code point");
    }
    return value;
  }

  /** A Python 2 string in quotes. Escapes other than of the quote and the backslash are refused. */
  static String quoted(String line) {
    int n = line.length();
    char quote = n >= 2 ? line.charAt(0) : 0;
    if ((quote != '\'' && quote != '"') || line.charAt(n - 1) != quote) {
      throw new PickleException("is damaged: a text is not in quotes");
    }
    StringBuilder text = new StringBuilder(n);
    for (int i = 1; i < n - 1; i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        c = line.charAt(++i);
        text.append(unescaped(c));
        if (i == n - 1) {
          throw new PickleException("is damaged: a text is not in quotes");
        }
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case '\\', '\'', '"' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default ->
          throw new PickleException("holds a Python 2 string with the escape \\" + c + ", refused");
    };
  }
}
