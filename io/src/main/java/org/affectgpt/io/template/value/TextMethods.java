package org.affectgpt.io.template.value;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of strings. */
final class TextMethods {
  private static final Set<String> OTHERS =
      Set.of("casefold", "encode", "format_map", "isidentifier", "maketrans", "translate");
  private static final Set<String> MARKUP_OTHERS = Set.of("escape", "striptags", "unescape");

  private TextMethods() {}

  static @Nullable Value of(Text text, String name, Budget budget) {
    Member.Function body = body(text, name, budget);
    if (body == null) {
      boolean other = OTHERS.contains(name) || (text.isMarkup() && MARKUP_OTHERS.contains(name));
      return other ? Methods.refuse(text, name) : null;
    }
    return Methods.method(
        name,
        a -> {
          budget.spend(1 + text.length() / 16);
          return body.call(a);
        });
  }

  private static Member.@Nullable Function body(Text t, String name, Budget budget) {
    Member.Function predicate = TextTests.of(t, name);
    if (predicate != null) {
      return predicate;
    }
    TextSearch search = new TextSearch(t, budget);
    TextSplit split = new TextSplit(t, budget);
    return switch (name) {
      case "upper" -> none(name, () -> TextCase.upper(t, budget));
      case "lower" -> none(name, () -> TextCase.lower(t, budget));
      case "title" -> none(name, () -> TextCase.title(t, budget));
      case "capitalize" -> none(name, () -> TextCase.capitalize(t, budget));
      case "swapcase" -> none(name, () -> TextCase.swap(t, budget));
      case "strip" -> a -> strip(t, a, name, true, true);
      case "lstrip" -> a -> strip(t, a, name, true, false);
      case "rstrip" -> a -> strip(t, a, name, false, true);
      case "find", "index" -> a -> search.find(a, name, false);
      case "rfind", "rindex" -> a -> search.find(a, name, true);
      case "count" -> search::count;
      case "startswith" -> a -> search.affix(a, name, true);
      case "endswith" -> a -> search.affix(a, name, false);
      case "removeprefix" -> a -> search.without(a, name, true);
      case "removesuffix" -> a -> search.without(a, name, false);
      case "replace" ->
          a -> {
            Bound b = a.bind(name, 2, "old", "new", "count");
            return search.replace(b.text(0), b.text(1), b.integer(2, -1));
          };
      case "split" -> a -> split.split(a, false);
      case "rsplit" -> a -> split.split(a, true);
      case "splitlines" ->
          a -> new ListValue(split.lines(a.bind(name, 0, "keepends").flag(0, false)));
      case "partition" -> a -> split.partition(a, false);
      case "rpartition" -> a -> split.partition(a, true);
      case "join" -> a -> join(t, a.bind(name, 1, "iterable").get(0), budget);
      case "format" -> a -> new BraceFormat(budget).format(t, a);
      case "center" -> a -> pad(t, a, name, budget);
      case "ljust" -> a -> pad(t, a, name, budget);
      case "rjust" -> a -> pad(t, a, name, budget);
      case "zfill" -> a -> zfill(t, a.bind(name, 1, "width").integer(0), budget);
      case "expandtabs" -> a -> expandTabs(t, a.bind(name, 0, "tabsize").integer(0, 8), budget);
      default -> null;
    };
  }

  private static Member.Function none(String name, java.util.function.Supplier<Text> body) {
    return a -> {
      a.bind(name, 0);
      return body.get();
    };
  }

  private static Text strip(Text t, Arguments arguments, String name, boolean left, boolean right) {
    Bound a = arguments.bind(name, 0, "chars");
    return strip(t, a.isSet(0) ? a.text(0) : null, left, right);
  }

  /** Python's strip: without these characters at the ends, white space if null. */
  static Text strip(Text t, @Nullable Text chars, boolean left, boolean right) {
    int from = 0;
    int to = t.length();
    while (left && from < to && strips(t.at(from), chars)) {
      from++;
    }
    while (right && to > from && strips(t.at(to - 1), chars)) {
      to--;
    }
    return t.sub(from, to);
  }

  private static boolean strips(int c, @Nullable Text chars) {
    return chars == null ? Characters.isSpace(c) : chars.contains(c);
  }

  /** Python's join: every element has to be a string. */
  static Text join(Text separator, Value iterable, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    List<Value> items = Sequences.list(iterable, budget);
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Text text)) {
        throw new TemplateFault(
            "sequence item " + i + ": expected str instance, " + items.get(i).type() + " found");
      }
      out.add(i == 0 ? Text.EMPTY : separator).add(text);
    }
    return out.text();
  }

  private static Text pad(Text t, Arguments arguments, String name, Budget budget) {
    Bound a = arguments.bind(name, 1, "width", "fillchar");
    Text fill = a.text(1, Text.of(" "));
    if (fill.length() != 1) {
      throw new TemplateFault("The fill character must be exactly one character long");
    }
    return pad(t, a.integer(0), fill, name, budget);
  }

  /** Fills up to a width; {@code name} says on which side the text stands. */
  static Text pad(Text t, int width, Text fill, String name, Budget budget) {
    int room = width - t.length();
    if (room <= 0) {
      return t;
    }
    budget.make(width);
    int left =
        switch (name) {
          case "ljust" -> 0;
          case "rjust" -> room;
          default -> room / 2 + (room & width & 1);
        };
    TextBuilder out = new TextBuilder(budget);
    for (int i = 0; i < room + 1; i++) {
      out.add(i == left ? t : Text.EMPTY);
      out.add(i < room ? fill : Text.EMPTY);
    }
    return out.text();
  }

  private static Text zfill(Text t, int width, Budget budget) {
    boolean signed = t.length() > 0 && (t.at(0) == '+' || t.at(0) == '-');
    Text digits = t.sub(signed ? 1 : 0, t.length());
    Text padded = pad(digits, width - (signed ? 1 : 0), Text.of("0"), "rjust", budget);
    return new TextBuilder(budget).add(t.sub(0, signed ? 1 : 0)).add(padded).text();
  }

  private static Text expandTabs(Text t, int size, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    int column = 0;
    for (int i = 0; i < t.length(); i++) {
      int c = t.at(i);
      if (c == '\t') {
        int spaces = size > 0 ? size - column % size : 0;
        budget.make(spaces);
        out.add(" ".repeat(spaces), t.marked(i));
        column += spaces;
      } else {
        out.marked(t.marked(i));
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return out.text();
  }
}
