package org.affectgpt.io.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Cuts text at the matches of a regular expression with Unicode semantics. Java's classes agree
 * with those of the reference's engine (Oniguruma); the few spellings that differ are translated.
 */
final class RegexSplit implements PreTokenizer {
  /** What becomes of a match. */
  enum Behavior {
    /** Matches and the text between them are pieces. */
    ISOLATED,
    /** Matches are dropped. */
    REMOVED,
    /** A match ends the piece before it. */
    MERGED_WITH_PREVIOUS,
    /** A match begins the piece after it. */
    MERGED_WITH_NEXT,
    /** Neighbouring matches are one piece. */
    CONTIGUOUS
  }

  /** The expression of GPT-2's byte-level pre-tokenizer. */
  static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** The expression of Qwen2 and Qwen2.5. */
  static final String QWEN2 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final Pattern SCRIPT_CLASS = Pattern.compile("\\\\([pP])\\{(\\^?)(\\w{3,})\\}");

  private final Pattern pattern;
  private final Behavior behavior;
  private final boolean invert;

  /**
   * @throws PatternSyntaxException if the expression is not understood
   */
  RegexSplit(String regex, Behavior behavior, boolean invert) {
    this.pattern =
        Pattern.compile(
            SCRIPT_CLASS.matcher(regex).replaceAll(RegexSplit::scriptClass),
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
    this.behavior = behavior;
    this.invert = invert;
  }

  /** Scripts and long class names such as {@code \p{Han}} have the prefix {@code Is} in Java. */
  private static String scriptClass(java.util.regex.MatchResult m) {
    boolean negated = m.group(1).equals("P") ^ m.group(2).equals("^");
    String name = m.group(3);
    String prefix = name.startsWith("Is") || name.startsWith("In") ? "" : "Is";
    return Matcher.quoteReplacement((negated ? "\\P{" : "\\p{") + prefix + name + "}");
  }

  @Override
  public void split(String text, int from, int to, Pieces pieces) {
    Matcher matcher = pattern.matcher(text).region(from, to);
    if (behavior == Behavior.ISOLATED) {
      isolate(matcher, text, from, to, pieces);
      return;
    }
    Joiner joiner = new Joiner(behavior, text, from, pieces);
    int at = from;
    while (matcher.find()) {
      joiner.next(matcher.start(), invert);
      joiner.next(matcher.end(), !invert);
      at = matcher.end();
    }
    if (at < to) {
      joiner.next(to, invert);
    }
    joiner.flush();
  }

  private static void isolate(Matcher matcher, String text, int from, int to, Pieces pieces) {
    int at = from;
    while (matcher.find()) {
      int start = matcher.start();
      if (at < start) {
        pieces.accept(text, at, start);
      }
      at = matcher.end();
      if (start < at) {
        pieces.accept(text, start, at);
      }
    }
    if (at < to) {
      pieces.accept(text, at, to);
    }
  }

  /** Joins a run of matches and gaps, given in order, into pieces. */
  private static final class Joiner {
    private final Behavior behavior;
    private final String text;
    private final Pieces pieces;
    private int pieceStart;
    private int at;
    private boolean previousMatched;

    Joiner(Behavior behavior, String text, int from, Pieces pieces) {
      this.behavior = behavior;
      this.text = text;
      this.pieces = pieces;
      this.pieceStart = from;
      this.at = from;
    }

    /** The span up to {@code end} is a match or is not. */
    void next(int end, boolean matched) {
      if (end == at) {
        return;
      }
      boolean joins =
          switch (behavior) {
            case CONTIGUOUS -> matched == previousMatched;
            case MERGED_WITH_PREVIOUS -> matched && !previousMatched;
            case MERGED_WITH_NEXT -> !matched && previousMatched;
            default -> false;
          };
      if (!joins) {
        flush();
      }
      at = end;
      previousMatched = matched;
      if (behavior == Behavior.REMOVED && matched) {
        pieceStart = end;
      }
    }

    void flush() {
      if (pieceStart < at) {
        pieces.accept(text, pieceStart, at);
      }
      pieceStart = at;
    }
  }
}
