package org.affectgpt.emotion.label;

import java.util.Optional;

/**
 * A block of a response between two tags. The first opening tag counts, and the first closing tag
 * after it (reference: {@code extract_tagged_block}).
 *
 * @param open the opening tag, compared case-sensitively
 * @param close the closing tag
 */
public record TaggedBlock(String open, String close) {
  /** The reasoning. */
  public static final TaggedBlock THINK = new TaggedBlock("<think>", "</think>");

  /** The answer. */
  public static final TaggedBlock ANSWER = new TaggedBlock("<answer>", "</answer>");

  /** A text between the tags. */
  public String wrap(String text) {
    return open + text + close;
  }

  /**
   * The stripped content, absent if it is empty.
   *
   * @param strict whether a missing tag makes the block absent; otherwise the whole text counts
   *     without an opening tag, and the rest of the text without a closing one
   */
  public Optional<String> content(String text, boolean strict) {
    int start = text.indexOf(open);
    if (start < 0) {
      return strict ? Optional.empty() : nonEmpty(text);
    }
    int from = start + open.length();
    int end = text.indexOf(close, from);
    if (end < 0) {
      return strict ? Optional.empty() : nonEmpty(text.substring(from));
    }
    return nonEmpty(text.substring(from, end));
  }

  private static Optional<String> nonEmpty(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
  }
}
