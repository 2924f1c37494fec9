package org.affectgpt.io.template.value;

import java.util.Locale;

/** Capital and small letters as Python makes them. */
public final class TextCase {
  private static final int SIGMA = 0x3A3;

  private TextCase() {}

  public static Text upper(Text t, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    for (int i = 0; i < t.length(); i++) {
      addUpper(t, i, out);
    }
    return out.text().asMarkup(t.isMarkup());
  }

  public static Text lower(Text t, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    for (int i = 0; i < t.length(); i++) {
      addLower(t, i, out);
    }
    return out.text().asMarkup(t.isMarkup());
  }

  /** The first letter large, the others small. */
  public static Text capitalize(Text t, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    for (int i = 0; i < t.length(); i++) {
      if (i == 0) {
        addTitle(t, i, out);
      } else {
        addLower(t, i, out);
      }
    }
    return out.text().asMarkup(t.isMarkup());
  }

  /** {@code str.title}: every run of letters begins with a large one. */
  static Text title(Text t, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    boolean within = false;
    for (int i = 0; i < t.length(); i++) {
      if (within) {
        addLower(t, i, out);
      } else {
        addTitle(t, i, out);
      }
      within = Characters.isCased(t.at(i));
    }
    return out.text().asMarkup(t.isMarkup());
  }

  static Text swap(Text t, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    for (int i = 0; i < t.length(); i++) {
      if (Characters.isUpper(t.at(i))) {
        addLower(t, i, out);
      } else if (Characters.isLower(t.at(i))) {
        addUpper(t, i, out);
      } else {
        out.marked(t.marked(i));
      }
    }
    return out.text().asMarkup(t.isMarkup());
  }

  /**
   * Jinja's {@code title}: words begin after white space, hyphens and opening brackets. What
   * follows a word's first letter is made small by itself, so that a final sigma does not see that
   * letter.
   */
  public static Text words(Text t, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    int at = 0;
    while (at < t.length()) {
      if (isBetweenWords(t.at(at))) {
        out.marked(t.marked(at++));
        continue;
      }
      int end = at + 1;
      while (end < t.length() && !isBetweenWords(t.at(end))) {
        end++;
      }
      addUpper(t, at, out);
      out.add(lower(t.sub(at + 1, end), budget));
      at = end;
    }
    return out.text();
  }

  private static boolean isBetweenWords(int c) {
    return Characters.isSpace(c) || c == '-' || "({[<".indexOf(c) >= 0;
  }

  private static void addUpper(Text t, int i, TextBuilder out) {
    out.add(Character.toString(t.at(i)).toUpperCase(Locale.ROOT), t.marked(i));
  }

  private static void addTitle(Text t, int i, TextBuilder out) {
    int c = t.at(i);
    String upper = Character.toString(c).toUpperCase(Locale.ROOT);
    if (upper.codePointCount(0, upper.length()) == 1) {
      out.add(Character.toString(Character.toTitleCase(c)), t.marked(i));
      return;
    }
    // sharp s and ligatures: the first of the capitals large, the others small
    int first = upper.codePointAt(0);
    String rest = upper.substring(Character.charCount(first));
    boolean combining = Character.getType(rest.codePointAt(0)) == Character.NON_SPACING_MARK;
    out.add(
        Character.toString(first) + (combining ? rest : rest.toLowerCase(Locale.ROOT)),
        t.marked(i));
  }

  private static void addLower(Text t, int i, TextBuilder out) {
    int c = t.at(i);
    if (c == SIGMA) {
      out.marked(Text.withMarkOf(t.marked(i), isFinal(t, i) ? 0x3C2 : 0x3C3));
    } else {
      out.add(Character.toString(c).toLowerCase(Locale.ROOT), t.marked(i));
    }
  }

  /** Whether a sigma ends its word. */
  private static boolean isFinal(Text t, int i) {
    int before = i - 1;
    while (before >= 0 && isCaseIgnorable(t.at(before))) {
      before--;
    }
    if (before < 0 || !Characters.isCased(t.at(before))) {
      return false;
    }
    int after = i + 1;
    while (after < t.length() && isCaseIgnorable(t.at(after))) {
      after++;
    }
    return after == t.length() || !Characters.isCased(t.at(after));
  }

  private static boolean isCaseIgnorable(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> "'.:\u00b7\u2018\u2019\u2024\u2027".indexOf(c) >= 0;
    };
  }
}
