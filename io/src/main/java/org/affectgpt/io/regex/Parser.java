package org.affectgpt.io.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression in Oniguruma's Ruby syntax. */
final class Parser extends ClassParser {
  private static final Pattern BRACES = Pattern.compile("\\{(\\d{0,6})(,?)(\\d{0,6})\\}");
  private static final int MOST_REPEATS = 1000;

  private boolean dotAll;
  private boolean extended;
  private boolean flagsReachOn;

  Parser(String text) {
    super(text);
  }

  /**
   * @throws IllegalArgumentException saying what is not understood
   */
  Node parse() {
    Node node = choice();
    if (at < text.length()) {
      throw error("an unmatched )");
    }
    return hasFolding() ? new CaselessNodes(folding()).resolve(node, false) : node;
  }

  private Node choice() {
    enter();
    List<Node> options = new ArrayList<>();
    do {
      options.add(sequence());
    } while (accept("|"));
    leave();
    return options.size() == 1 ? options.getFirst() : new Node.Choice(List.copyOf(options));
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (more() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      if (extended && skipsSpace()) {
        continue;
      }
      Node atom = atom();
      parts.add(repeated(atom));
    }
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(List.copyOf(parts));
  }

  private boolean skipsSpace() {
    char c = text.charAt(at);
    if (c == '#') {
      while (more() && text.charAt(at) != '\n') {
        at++;
      }
      return true;
    }
    if (c == ' ' || (c >= 9 && c <= 13)) {
      at++;
      return true;
    }
    return false;
  }

  private Node repeated(Node atom) {
    Node node = atom;
    while (more()) {
      int min;
      int max = Integer.MAX_VALUE;
      boolean braces = false;
      if (accept("*")) {
        min = 0;
      } else if (accept("+")) {
        min = 1;
      } else if (accept("?")) {
        min = 0;
        max = 1;
      } else {
        int[] counts = braces();
        if (counts.length == 0) {
          return node;
        }
        braces = true;
        min = counts[0];
        max = counts[1];
      }
      Node.Greed greed = Node.Greed.GREEDY;
      if (accept("?")) {
        greed = Node.Greed.LAZY;
      } else if (!braces && accept("+")) {
        greed = Node.Greed.POSSESSIVE;
      }
      node = new Node.Repeat(node, min, max, greed);
    }
    return node;
  }

  /** {@code {n}}, {@code {n,}}, {@code {,m}} or {@code {n,m}}; empty if it is just a brace. */
  private int[] braces() {
    if (text.charAt(at) != '{') {
      return new int[0];
    }
    Matcher m = BRACES.matcher(text).region(at, text.length());
    if (!m.lookingAt() || (m.group(1).isEmpty() && m.group(3).isEmpty())) {
      return new int[0];
    }
    int min = m.group(1).isEmpty() ? 0 : Integer.parseInt(m.group(1));
    int max = min;
    if (!m.group(2).isEmpty()) {
      max = m.group(3).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(m.group(3));
    }
    if (min > max || min > MOST_REPEATS || (max > MOST_REPEATS && max != Integer.MAX_VALUE)) {
      throw error("an unusable repetition " + m.group());
    }
    at = m.end();
    return new int[] {min, max};
  }

  private Node atom() {
    int c = next();
    return switch (c) {
      case '(' -> group();
      case '[' -> set();
      case '.' -> new Node.One(dotAll ? CharSet.ALL : CharSet.of('\n').negate());
      case '^' -> Node.Edge.LINE_START;
      case '$' -> Node.Edge.LINE_END;
      case '\\' -> escaped();
      case '*', '+', '?' -> throw error("nothing to repeat");
      default -> literal(c);
    };
  }

  private Node literal(int c) {
    if (ignoreCase) {
      folding();
      return new Node.Letter(c);
    }
    return new Node.One(CharSet.of(c));
  }

  private Node group() {
    boolean savedCase = ignoreCase;
    boolean savedDot = dotAll;
    boolean savedExtended = extended;
    Node node;
    if (!accept("?")) {
      Node body = choice();
      // Letters inside and outside of a capturing group do not stand together.
      node = hasFolding() ? new Node.Choice(List.of(body)) : body;
    } else if (accept(":")) {
      node = choice();
    } else if (accept("=")) {
      node = new Node.Look(choice(), false, false);
    } else if (accept("!")) {
      node = new Node.Look(choice(), false, true);
    } else if (accept("<=")) {
      node = new Node.Look(choice(), true, false);
    } else if (accept("<!")) {
      node = new Node.Look(choice(), true, true);
    } else if (accept(">")) {
      node = new Node.Atomic(choice());
    } else if (accept("#")) {
      while (more() && text.charAt(at) != ')') {
        at++;
      }
      node = new Node.Sequence(List.of());
    } else {
      node = flags();
    }
    if (flagsReachOn) {
      // (?i) takes the rest of the group around it, whose own end follows.
      flagsReachOn = false;
    } else if (!accept(")")) {
      throw error("a group without end");
    }
    ignoreCase = savedCase;
    dotAll = savedDot;
    extended = savedExtended;
    return node;
  }

  /** {@code (?im-x:...)}, or {@code (?i)...} up to the end of the group around it. */
  private Node flags() {
    boolean on = true;
    while (true) {
      int c = next();
      switch (c) {
        case '-' -> on = false;
        case 'i' -> ignoreCase = on;
        case 'm' -> dotAll = on;
        case 'x' -> extended = on;
        case ':' -> {
          return choice();
        }
        case ')' -> {
          Node rest = choice();
          flagsReachOn = true;
          return rest;
        }
        default -> throw error("an unsupported group");
      }
    }
  }

  private Node escaped() {
    int c = next();
    return switch (c) {
      case 'A' -> Node.Edge.TEXT_START;
      case 'z' -> Node.Edge.TEXT_END;
      case 'Z' -> Node.Edge.TEXT_END_OR_LAST_NEWLINE;
      case 'b' -> Node.Edge.WORD_EDGE;
      case 'B' -> Node.Edge.NO_WORD_EDGE;
      case 'R' -> newline();
      case 'G', 'K', 'X', 'k', 'g', 'y', 'Y', 'N', 'O' ->
          throw error("the unsupported \\" + (char) c);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw error("a back reference");
      default -> {
        CharSet type = type(c);
        yield type != null ? new Node.One(type) : literal(character(c));
      }
    };
  }

  private static Node newline() {
    Node pair =
        new Node.Sequence(List.of(new Node.One(CharSet.of('\r')), new Node.One(CharSet.of('\n'))));
    CharSet single = CharSet.range(10, 13).union(CharSet.of(0x85, 0x2028, 0x2029));
    return new Node.Atomic(new Node.Choice(List.of(pair, new Node.One(single))));
  }
}
