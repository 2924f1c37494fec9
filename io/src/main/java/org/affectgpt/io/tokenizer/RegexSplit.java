package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.affectgpt.io.regex.Regex;
import org.affectgpt.io.regex.RegexSearch;

/** Cuts text at the matches of a regular expression. */
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
    /** Neighbouring matches are one piece, and so is what lies between. */
    CONTIGUOUS
  }

  /** The expression of GPT-2's byte-level pre-tokenizer. */
  static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** The expression of Qwen2 and Qwen2.5. */
  static final String QWEN2 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private final Regex regex;
  private final Behavior behavior;
  private final boolean invert;

  RegexSplit(Regex regex, Behavior behavior, boolean invert) {
    this.regex = regex;
    this.behavior = behavior;
    this.invert = invert;
  }

  @Override
  public void split(String text, int from, int to, Pieces pieces) {
    RegexSearch search = regex.search(text, from, to);
    if (behavior == Behavior.ISOLATED) {
      isolate(search, text, from, to, pieces);
      return;
    }
    Spans spans = new Spans(from);
    while (search.find()) {
      if (spans.end < search.start()) {
        spans.add(search.start(), invert);
      }
      spans.add(search.end(), !invert);
    }
    if (spans.end < to) {
      spans.add(to, invert);
    }
    spans.pieces(behavior, text, pieces);
  }

  private static void isolate(RegexSearch search, String text, int from, int to, Pieces pieces) {
    int at = from;
    while (search.find()) {
      int start = search.start();
      if (at < start) {
        pieces.accept(text, at, start);
      }
      at = search.end();
      if (start < at) {
        pieces.accept(text, start, at);
      }
    }
    if (at < to) {
      pieces.accept(text, at, to);
    }
  }

  /**
   * Matches and gaps in order, each up to an end. An empty match counts as one: it keeps its
   * neighbours apart.
   */
  private static final class Spans {
    private final IntArrayList ends = new IntArrayList();
    private final IntArrayList matched = new IntArrayList();
    private final int from;
    private int end;

    Spans(int from) {
      this.from = from;
      this.end = from;
    }

    void add(int spanEnd, boolean isMatch) {
      ends.add(spanEnd);
      matched.add(isMatch ? 1 : 0);
      end = spanEnd;
    }

    void pieces(Behavior behavior, String text, Pieces pieces) {
      int begin = from;
      for (int i = 0; i < ends.size(); i++) {
        boolean dropped = behavior == Behavior.REMOVED && matched.getInt(i) == 1;
        boolean joined = i + 1 < ends.size() && joinsNext(behavior, i);
        if (!joined) {
          if (!dropped && begin < ends.getInt(i)) {
            pieces.accept(text, begin, ends.getInt(i));
          }
          begin = ends.getInt(i);
        }
      }
    }

    /** Whether span {@code i} and the next are one piece. */
    private boolean joinsNext(Behavior behavior, int i) {
      boolean match = matched.getInt(i) == 1;
      boolean nextMatch = matched.getInt(i + 1) == 1;
      return switch (behavior) {
        case CONTIGUOUS -> match == nextMatch;
        case MERGED_WITH_PREVIOUS -> nextMatch && !match;
        case MERGED_WITH_NEXT -> match && !nextMatch;
        default -> false;
      };
    }
  }
}
