package org.affectgpt.io.template;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece within a tag.
 *
 * @param end where the next one begins
 */
record TagToken(Token.Kind kind, String text, int end) {
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:[0-9]+_)*+[0-9]+(?:(?:\\.(?:[0-9]+_)*+[0-9]+)?[eE][+-]?(?:[0-9]+_)*+[0-9]+"
              + "|\\.(?:[0-9]+_)*+[0-9]+)");
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|0[xX](?:_?[0-9a-fA-F])++|[1-9](?:_?[0-9])*+|0(?:_?0)*+");
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  /**
   * The piece that begins at a place.
   *
   * @throws SyntaxFault if none does
   */
  static TagToken at(String source, int at, int line) {
    char c = source.charAt(at);
    if (c >= '0' && c <= '9') {
      return number(source, at);
    }
    if (c == '\'' || c == '"') {
      return string(source, at, line);
    }
    int end = at;
    while (end < source.length() && Character.isUnicodeIdentifierPart(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    if (end > at) {
      int first = source.codePointAt(at);
      if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
        throw new SyntaxFault(line, "a name cannot begin with '" + Character.toString(first) + "'");
      }
      return new TagToken(Token.Kind.NAME, source.substring(at, end), end);
    }
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, at)) {
        return new TagToken(Token.Kind.OPERATOR, operator, at + operator.length());
      }
    }
    throw new SyntaxFault(line, "unexpected '" + Character.toString(source.codePointAt(at)) + "'");
  }

  private static TagToken number(String source, int at) {
    Matcher m = FLOAT.matcher(source).region(at, source.length());
    if ((at == 0 || source.charAt(at - 1) != '.') && m.lookingAt()) {
      return new TagToken(Token.Kind.FLOAT, m.group().replace("_", ""), m.end());
    }
    Matcher whole = INTEGER.matcher(source).region(at, source.length());
    if (!whole.lookingAt()) {
      throw new IllegalStateException("a digit begins no number");
    }
    return new TagToken(Token.Kind.INTEGER, whole.group().replace("_", ""), whole.end());
  }

  private static TagToken string(String source, int at, int line) {
    char quote = source.charAt(at);
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw new SyntaxFault(line, "unexpected '" + quote + "'; the string does not end");
    }
    String text = StringLiteral.value(source.substring(at + 1, end), line);
    return new TagToken(Token.Kind.STRING, text, end + 1);
  }
}
