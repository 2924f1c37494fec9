package org.affectgpt.io.regex;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the syntax that stands for one character: escapes, properties and brackets. */
abstract class ClassParser {
  private static final int DEEPEST = 100;

  final String text;
  int at;
  boolean ignoreCase;
  private final CharProperties properties = new CharProperties();
  private @Nullable CaseFolding folding;
  private final Map<CharSet, CharSet> closed = new HashMap<>();
  private int depth;

  ClassParser(String text) {
    this.text = text;
  }

  /** {@code \w}, for word boundaries. */
  final CharSet word() {
    return properties.word();
  }

  final IllegalArgumentException error(String what) {
    return new IllegalArgumentException(
        "the regular expression " + text + " has " + what + " at character " + at);
  }

  final boolean more() {
    return at < text.length();
  }

  final boolean accept(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  final int next() {
    if (!more()) {
      throw error("an unexpected end");
    }
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  /** Counts a level of nesting. */
  final void enter() {
    if (++depth > DEEPEST) {
      throw error("groups nested too deeply");
    }
  }

  final void leave() {
    depth--;
  }

  /** The set with its other cases where case is ignored. */
  private CharSet cased(CharSet set) {
    return ignoreCase ? closed.computeIfAbsent(set, folding()::close) : set;
  }

  /** How letters fold. */
  final CaseFolding folding() {
    if (folding == null) {
      folding = CaseFolding.get();
    }
    return folding;
  }

  /** Whether case was ignored anywhere. */
  final boolean hasFolding() {
    return folding != null;
  }

  /** The set of a class letter after a backslash, or null. */
  final @Nullable CharSet type(int c) {
    return switch (c) {
      case 's' -> properties.space();
      case 'S' -> properties.space().negate();
      case 'd' -> properties.digit();
      case 'D' -> properties.digit().negate();
      case 'w' -> properties.word();
      case 'W' -> properties.word().negate();
      case 'h' -> properties.hexDigit();
      case 'H' -> properties.hexDigit().negate();
      case 'p', 'P' -> property(c == 'P');
      default -> null;
    };
  }

  /** The same inside brackets, where {@code \w} is Unicode's: no digits above the line. */
  private @Nullable CharSet bracketType(int c) {
    return switch (c) {
      case 'w' -> properties.named("word");
      case 'W' -> properties.named("word").negate();
      default -> type(c);
    };
  }

  private CharSet property(boolean negated) {
    if (!accept("{")) {
      throw error("\\p without {");
    }
    boolean negate = negated ^ accept("^");
    int end = text.indexOf('}', at);
    if (end < 0) {
      throw error("\\p{ without end");
    }
    CharSet set = properties.named(text.substring(at, end));
    at = end + 1;
    return negate ? set.negate() : set;
  }

  /** The character that {@code \c} stands for. */
  final int character(int c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0x0B;
      case 'a' -> 7;
      case 'e' -> 27;
      case '0' -> number(2, 8);
      case 'u' -> number(4, 16);
      case 'x' -> {
        if (accept("{")) {
          int value = number(6, 16);
          if (!accept("}")) {
            throw error("\\x{ without end");
          }
          yield value;
        }
        yield number(2, 16);
      }
      default -> {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
          throw error("the unsupported \\" + (char) c);
        }
        yield c;
      }
    };
  }

  private int number(int mostDigits, int radix) {
    int value = 0;
    for (int i = 0; i < mostDigits && more(); i++) {
      int digit = Character.digit(text.charAt(at), radix);
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
      at++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw error("a character beyond Unicode");
    }
    return value;
  }

  /** What follows {@code [} outside brackets. */
  final Node set() {
    boolean negated = text.startsWith("^", at);
    CharSet set = bracket(true);
    return ignoreCase && !negated
        ? new Node.Cased(set, folding().multiple(set))
        : new Node.One(set);
  }

  /**
   * What follows {@code [}: characters, ranges, classes, nested brackets and {@code &&}. Other
   * cases join the outermost brackets only, before these are negated.
   */
  private CharSet bracket(boolean outermost) {
    enter();
    boolean negated = accept("^");
    CharSet all = CharSet.ALL;
    CharSet set = CharSet.NONE;
    boolean first = true;
    while (first || !accept("]")) {
      if (accept("&&")) {
        all = all.intersect(set);
        set = CharSet.NONE;
      } else if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
        set = set.union(posix());
      } else if (accept("[")) {
        set = set.union(bracket(false));
      } else {
        set = set.union(range());
      }
      first = false;
    }
    leave();
    set = all.intersect(set);
    set = outermost ? cased(set) : set;
    return negated ? set.negate() : set;
  }

  private CharSet posix() {
    at += 2;
    boolean negated = accept("^");
    int end = text.indexOf(":]", at);
    CharSet set = properties.posix(text.substring(at, end));
    at = end + 2;
    return negated ? set.negate() : set;
  }

  /** A character, a range, or a class letter inside brackets. */
  private CharSet range() {
    int c = next();
    if (c == '\\') {
      int letter = next();
      CharSet type = letter == 'R' ? null : bracketType(letter);
      if (type != null) {
        return type;
      }
      c = letter == 'b' ? 8 : character(letter);
    }
    boolean ranges =
        text.startsWith("-", at) && at + 1 < text.length() && text.charAt(at + 1) != ']';
    if (!ranges) {
      return CharSet.of(c);
    }
    int before = at++;
    int last = next();
    if (last == '[') {
      at = before;
      return CharSet.of(c);
    }
    if (last == '\\') {
      int letter = next();
      CharSet type = bracketType(letter);
      if (type != null) {
        return CharSet.of(c, '-').union(type);
      }
      last = character(letter);
    }
    if (last < c) {
      throw error("an empty range");
    }
    return CharSet.range(c, last);
  }
}
