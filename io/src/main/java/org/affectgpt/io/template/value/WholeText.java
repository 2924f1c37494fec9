package org.affectgpt.io.template.value;

import org.jspecify.annotations.Nullable;

/** What filters do with a whole string. */
public final class WholeText {
  private WholeText() {}

  /** Without these characters at both ends, white space if null. */
  public static Text strip(Text text, @Nullable Text chars) {
    return TextMethods.strip(text, chars, true, true);
  }

  /** In the middle of a width. */
  public static Text center(Text text, int width, Budget budget) {
    return TextMethods.pad(text, width, Text.of(" "), "center", budget);
  }

  /** So many spaces; none if negative. */
  public static Text spaces(int count, Budget budget) {
    int n = Math.max(0, count);
    budget.make(n);
    return Text.of(" ".repeat(n));
  }

  /** The strings as printed, with a separator between. */
  public static Text join(Text separator, Iterable<Value> items, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    boolean first = true;
    for (Value item : items) {
      out.add(first ? Text.EMPTY : separator).add(Repr.str(item, budget));
      first = false;
    }
    return out.text();
  }

  /** How many runs of word characters it has. */
  public static int words(Text text) {
    int count = 0;
    boolean within = false;
    for (int i = 0; i < text.length(); i++) {
      boolean word = Characters.isWord(text.at(i));
      count += word && !within ? 1 : 0;
      within = word;
    }
    return count;
  }

  /** The characters in the other order. */
  public static Text reverse(Text text, Budget budget) {
    return (Text) Slices.slice(text, Value.None.NONE, Value.None.NONE, Value.Int.of(-1), budget);
  }

  /** Without tags and comments, white space as one space each, entities as what they name. */
  public static Text stripTags(Text text, Budget budget) {
    Text bare = withoutTags(without(text, "<!--", "-->", budget), budget);
    TextBuilder out = new TextBuilder(budget);
    boolean space = false;
    for (int i = 0; i < bare.length(); i++) {
      if (Characters.isSpace(bare.at(i))) {
        space = out.length() > 0;
      } else {
        out.add(space ? " " : "").marked(bare.marked(i));
        space = false;
      }
    }
    Text joined = out.text();
    if (joined.contains('&')) {
      throw new TemplateFault("HTML entities in the filter 'striptags' are not supported");
    }
    return joined;
  }

  private static Text without(Text text, String open, String close, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    int at = 0;
    while (true) {
      int from = text.indexOf(Text.of(open), at, text.length(), budget);
      int to =
          from < 0 ? -1 : text.indexOf(Text.of(close), from + open.length(), text.length(), budget);
      if (to < 0) {
        return out.add(text, at, text.length()).text();
      }
      out.add(text, at, from);
      at = to + close.length();
    }
  }

  private static Text withoutTags(Text text, Budget budget) {
    return without(text, "<", ">", budget);
  }
}
