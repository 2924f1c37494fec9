package org.affectgpt.emotion.wheel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Label lists as they stand in csv files and model answers: {@code [happy, sad]}, {@code ['a',
 * 'b']}, {@code a, b}.
 *
 * <p>Reading follows the reference ({@code string_to_list} of its toolkit) with its quirks: an
 * apostrophe separates ({@code don't} gives {@code don} and {@code t}), a semicolon or a full-width
 * comma does not, only one pair of brackets at the very ends is dropped.
 */
public final class LabelList {
  private static final Pattern SEPARATOR = Pattern.compile("['\",]");

  private LabelList() {}

  /**
   * Splits a written list. Labels keep their case; empty ones are dropped.
   *
   * @param text the list; null or empty gives no labels
   * @throws InputException if the text is a lone {@code [}, where the reference fails as well
   */
  public static List<String> parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    String inner = text.startsWith("[") ? text.substring(1) : text;
    if (inner.isEmpty()) {
      throw new InputException("label list '[' is not closed: write '[]' for no labels");
    }
    if (inner.endsWith("]")) {
      inner = inner.substring(0, inner.length() - 1);
    }
    List<String> labels = new ArrayList<>();
    for (String piece : SEPARATOR.split(inner, -1)) {
      String label = strip(piece);
      if (!label.isEmpty()) {
        labels.add(label);
      }
    }
    return List.copyOf(labels);
  }

  /** Lower case, without white space around; labels that become empty are dropped. */
  public static List<String> normalise(Collection<String> labels) {
    return labels.stream()
        .map(label -> strip(label.toLowerCase(Locale.ROOT)))
        .filter(label -> !label.isEmpty())
        .toList();
  }

  /** {@link #parse} followed by {@link #normalise}: the form in which labels are compared. */
  public static List<String> labels(@Nullable String text) {
    return normalise(parse(text));
  }

  /** Strips what Python's {@code str.strip} strips, which includes the no-break spaces. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
