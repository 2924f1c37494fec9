package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.template.value.Characters;

/**
 * Cuts a template into text and tags as Jinja does with {@code trim_blocks} and {@code
 * lstrip_blocks}: the line break behind a block goes, and so does the white space before one that
 * begins its line; {@code -} takes all white space, {@code +} keeps it.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineBegins = true;

  private Lexer(String source) {
    this.source = source;
  }

  /**
   * @throws SyntaxFault if a tag does not end or holds what no tag may
   */
  static List<Token> tokens(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    Lexer lexer = new Lexer(source);
    lexer.root();
    lexer.add(Token.Kind.END, "");
    return lexer.tokens;
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  /** Goes on to a place, counting lines. */
  private void move(int to) {
    for (int i = at; i < to; i++) {
      line += source.charAt(i) == '\n' ? 1 : 0;
    }
    lineBegins = to > at ? source.charAt(to - 1) == '\n' : lineBegins;
    at = to;
  }

  private void root() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        data(source.substring(at));
        move(source.length());
        return;
      }
      char kind = source.charAt(tag + 1);
      int raw = kind == '%' ? rawBegin(tag) : -1;
      char sign = sign(tag + 2);
      String text = source.substring(at, tag);
      data(stripped(text, sign, kind == '{'));
      move(tag);
      int body = tag + (sign == 0 ? 2 : 3);
      if (raw >= 0) {
        move(raw);
        raw();
      } else if (kind == '#') {
        move(body);
        comment();
      } else {
        add(kind == '%' ? Token.Kind.BLOCK_BEGIN : Token.Kind.VARIABLE_BEGIN, "{" + kind);
        move(body);
        tag(kind == '%');
      }
    }
  }

  private void data(String text) {
    if (!text.isEmpty()) {
      add(Token.Kind.DATA, text);
    }
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "%{#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private char sign(int place) {
    char c = place < source.length() ? source.charAt(place) : 0;
    return c == '-' || c == '+' ? c : 0;
  }

  /** Where the text behind {@code {% raw %}} begins, or -1 if the tag is another. */
  private int rawBegin(int tag) {
    int i = space(tag + (sign(tag + 2) == 0 ? 2 : 3));
    if (!source.startsWith("raw", i)) {
      return -1;
    }
    i = space(i + 3);
    if (source.startsWith("-%}", i)) {
      return space(i + 3);
    }
    return source.startsWith("%}", i) ? i + 2 : -1;
  }

  private int space(int from) {
    int i = from;
    while (i < source.length() && Characters.isSpace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private String stripped(String text, char sign, boolean variable) {
    if (sign == '-') {
      int end = text.length();
      while (end > 0 && Characters.isSpace(text.charAt(end - 1))) {
        end--;
      }
      return text.substring(0, end);
    }
    int begin = text.lastIndexOf('\n') + 1;
    boolean alone = text.substring(begin).chars().allMatch(Characters::isSpace);
    return sign == 0 && !variable && (begin > 0 || lineBegins) && alone
        ? text.substring(0, begin)
        : text;
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw new SyntaxFault(line, "the comment does not end");
    }
    boolean minus = end > at && source.charAt(end - 1) == '-';
    boolean plus = end > at && source.charAt(end - 1) == '+';
    int newLine = !plus && source.startsWith("\n", end + 2) ? 1 : 0;
    move(minus ? space(end + 2) : end + 2 + newLine);
  }

  private void raw() {
    for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 1)) {
      char sign = sign(i + 2);
      int name = space(i + (sign == 0 ? 2 : 3));
      if (source.startsWith("endraw", name)) {
        int close = space(name + 6);
        int end = blockEnd(close);
        if (end >= 0) {
          data(stripped(source.substring(at, i), sign, false));
          move(end);
          return;
        }
      }
    }
    throw new SyntaxFault(line, "the raw block does not end");
  }

  /** Where the text behind {@code %}} goes on, or -1 if no tag ends here. */
  private int blockEnd(int place) {
    if (source.startsWith("+%}", place)) {
      return place + 3;
    }
    if (source.startsWith("-%}", place)) {
      return space(place + 3);
    }
    if (source.startsWith("%}", place)) {
      return place + 2 + (source.startsWith("\n", place + 2) ? 1 : 0);
    }
    return -1;
  }

  private int variableEnd(int place) {
    if (source.startsWith("-}}", place)) {
      return space(place + 3);
    }
    return source.startsWith("}}", place) ? place + 2 : -1;
  }

  private void tag(boolean block) {
    StringBuilder open = new StringBuilder();
    while (at < source.length()) {
      int end = block ? blockEnd(at) : variableEnd(at);
      if (end >= 0 && open.isEmpty()) {
        add(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, block ? "%}" : "}}");
        move(end);
        return;
      }
      if (Characters.isSpace(source.charAt(at))) {
        move(space(at));
        continue;
      }
      TagToken token = TagToken.at(source, at, line);
      if (token.kind() == Token.Kind.OPERATOR) {
        balance(token.text(), open);
      }
      add(token.kind(), token.text());
      move(token.end());
    }
  }

  private void balance(String operator, StringBuilder open) {
    int opens = "([{".indexOf(operator);
    if (opens >= 0) {
      open.append(")]}".charAt(opens));
    } else if (")]}".contains(operator)) {
      int last = open.length() - 1;
      if (last < 0 || open.charAt(last) != operator.charAt(0)) {
        throw new SyntaxFault(line, "unexpected '" + operator + "'");
      }
      open.setLength(last);
    }
  }
}
