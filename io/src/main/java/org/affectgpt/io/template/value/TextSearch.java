package org.affectgpt.io.template.value;

import java.util.List;

/** The methods of strings that look for a part. */
public final class TextSearch {
  private final Text text;
  private final Budget budget;

  public TextSearch(Text text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  Value find(Arguments arguments, String name, boolean last) {
    Bound a = arguments.bind(name, 1, "sub", "start", "end");
    Text part = a.text(0);
    int from = begin(a);
    int to = end(a);
    int found = -1;
    if (from <= to) {
      found =
          last ? text.lastIndexOf(part, from, to, budget) : text.indexOf(part, from, to, budget);
    }
    if (found < 0 && name.endsWith("index")) {
      throw new TemplateFault("substring not found");
    }
    return Value.Int.of(found);
  }

  /** May lie behind the end, where nothing is found. */
  private int begin(Bound a) {
    int place = a.isSet(1) ? a.integer(1) : 0;
    return place > text.length() ? place : Methods.place(place, text.length());
  }

  private int end(Bound a) {
    return Methods.place(a.isSet(2) ? a.integer(2) : text.length(), text.length());
  }

  Value count(Arguments arguments) {
    Bound a = arguments.bind("count", 1, "sub", "start", "end");
    Text part = a.text(0);
    int from = begin(a);
    int to = end(a);
    if (from > to) {
      return Value.Int.of(0);
    }
    if (part.length() == 0) {
      return Value.Int.of(to - from + 1L);
    }
    int n = 0;
    for (int at = text.indexOf(part, from, to, budget);
        at >= 0;
        at = text.indexOf(part, at + part.length(), to, budget)) {
      n++;
    }
    return Value.Int.of(n);
  }

  Value affix(Arguments arguments, String name, boolean front) {
    Bound a = arguments.bind(name, 1, front ? "prefix" : "suffix", "start", "end");
    List<Value> options = a.get(0) instanceof TupleValue tuple ? tuple.items() : List.of(a.get(0));
    int from = begin(a);
    int to = end(a);
    for (Value option : options) {
      if (!(option instanceof Text part)) {
        throw new TemplateFault(
            name + " first arg must be str or a tuple of str, not " + option.type());
      }
      boolean fits = from <= to && part.length() <= to - from;
      if (fits && text.matches(part, front ? from : to - part.length())) {
        return Value.Bool.TRUE;
      }
    }
    return Value.Bool.FALSE;
  }

  Value without(Arguments arguments, String name, boolean front) {
    Text part = arguments.bind(name, 1, "affix").text(0);
    int n = text.length();
    if (part.length() == 0 || !text.matches(part, front ? 0 : n - part.length())) {
      return text;
    }
    return front ? text.sub(part.length(), n) : text.sub(0, n - part.length());
  }

  /**
   * @param count how many at most; negative for all
   */
  public Text replace(Text old, Text with, int count) {
    TextBuilder out = new TextBuilder(budget);
    int left = count < 0 ? Integer.MAX_VALUE : count;
    int at = 0;
    int n = text.length();
    while (left > 0) {
      budget.spend(1);
      int found = text.indexOf(old, at, n, budget);
      if (found < 0) {
        break;
      }
      left--;
      if (old.length() == 0) {
        out.add(with);
        if (found == n) {
          at = n;
          break;
        }
        out.add(text, found, found + 1);
        at = found + 1;
      } else {
        out.add(text, at, found).add(with);
        at = found + old.length();
      }
    }
    return out.add(text, at, n).text().asMarkup(text.isMarkup());
  }
}
