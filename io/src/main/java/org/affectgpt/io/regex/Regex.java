package org.affectgpt.io.regex;

/** A compiled expression; threads may share one. */
public final class Regex {
  private final String pattern;
  private final Program program;

  private Regex(String pattern, Program program) {
    this.pattern = pattern;
    this.program = program;
  }

  /**
   * Compiles an expression. Back references, {@code \K}, {@code \G}, {@code \X}, absent operators
   * and calls are not supported.
   *
   * @throws IllegalArgumentException saying what is not understood, and where
   */
  public static Regex compile(String pattern) {
    Parser parser = new Parser(pattern);
    Node node = parser.parse();
    return new Regex(pattern, Compiler.compile(node, parser.word()));
  }

  /** An expression that matches just this text. */
  public static Regex literal(String text) {
    java.util.List<Node> characters =
        text.codePoints().<Node>mapToObj(c -> new Node.One(CharSet.of(c))).toList();
    return new Regex(text, Compiler.compile(new Node.Sequence(characters), CharSet.NONE));
  }

  /** A search through {@code text[from .. to)} as if nothing were around it. */
  public RegexSearch search(String text, int from, int to) {
    return new RegexSearch(program, text, from, to);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
