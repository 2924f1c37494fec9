package org.affectgpt.io.template.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The methods of strings that cut. */
public final class TextSplit {
  private final Text text;
  private final Budget budget;

  public TextSplit(Text text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  Value split(Arguments arguments, boolean fromRight) {
    Bound a = arguments.bind("split", 0, "sep", "maxsplit");
    int most = a.integer(1, -1);
    int limit = most < 0 ? Integer.MAX_VALUE : most;
    List<Value> parts = new ArrayList<>();
    if (!a.isSet(0)) {
      if (fromRight) {
        wordsFromRight(limit, parts);
      } else {
        words(limit, parts);
      }
    } else {
      Text separator = a.text(0);
      if (separator.length() == 0) {
        throw new TemplateFault("empty separator");
      }
      if (fromRight) {
        partsFromRight(separator, limit, parts);
      } else {
        parts(separator, limit, parts);
      }
    }
    budget.make(parts.size() + (long) text.length());
    return new ListValue(parts);
  }

  private void words(int limit, List<Value> parts) {
    int at = 0;
    int left = limit;
    while (true) {
      at = skip(at, true);
      if (at == text.length()) {
        return;
      }
      if (left-- == 0) {
        parts.add(text.sub(at, text.length()));
        return;
      }
      int end = skip(at, false);
      parts.add(text.sub(at, end));
      at = end;
    }
  }

  private int skip(int from, boolean space) {
    int at = from;
    while (at < text.length() && Characters.isSpace(text.at(at)) == space) {
      at++;
    }
    return at;
  }

  private void wordsFromRight(int limit, List<Value> parts) {
    int at = text.length();
    int left = limit;
    while (true) {
      at = skipBack(at, true);
      if (at == 0) {
        break;
      }
      if (left-- == 0) {
        parts.add(text.sub(0, at));
        break;
      }
      int begin = skipBack(at, false);
      parts.add(text.sub(begin, at));
      at = begin;
    }
    Collections.reverse(parts);
  }

  private int skipBack(int from, boolean space) {
    int at = from;
    while (at > 0 && Characters.isSpace(text.at(at - 1)) == space) {
      at--;
    }
    return at;
  }

  private void parts(Text separator, int limit, List<Value> parts) {
    int at = 0;
    for (int left = limit; left > 0; left--) {
      int found = text.indexOf(separator, at, text.length(), budget);
      if (found < 0) {
        break;
      }
      parts.add(text.sub(at, found));
      at = found + separator.length();
    }
    parts.add(text.sub(at, text.length()));
  }

  private void partsFromRight(Text separator, int limit, List<Value> parts) {
    int at = text.length();
    for (int left = limit; left > 0; left--) {
      int found = text.lastIndexOf(separator, 0, at, budget);
      if (found < 0) {
        break;
      }
      parts.add(text.sub(found + separator.length(), at));
      at = found;
    }
    parts.add(text.sub(0, at));
    Collections.reverse(parts);
  }

  Value partition(Arguments arguments, boolean fromRight) {
    Text separator = arguments.bind("partition", 1, "sep").text(0);
    if (separator.length() == 0) {
      throw new TemplateFault("empty separator");
    }
    int n = text.length();
    int found =
        fromRight
            ? text.lastIndexOf(separator, 0, n, budget)
            : text.indexOf(separator, 0, n, budget);
    if (found < 0) {
      return fromRight
          ? TupleValue.of(Text.EMPTY, Text.EMPTY, text)
          : TupleValue.of(text, Text.EMPTY, Text.EMPTY);
    }
    return TupleValue.of(
        text.sub(0, found),
        text.sub(found, found + separator.length()),
        text.sub(found + separator.length(), n));
  }

  /** The lines, with what ends them or without. */
  public List<Value> lines(boolean keepEnds) {
    List<Value> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (Characters.isLineBreak(text.at(i))) {
        boolean pair = text.at(i) == '\r' && i + 1 < text.length() && text.at(i + 1) == '\n';
        int next = i + (pair ? 2 : 1);
        lines.add(text.sub(from, keepEnds ? next : i));
        from = next;
        i = next - 1;
      }
    }
    if (from < text.length()) {
      lines.add(text.sub(from, text.length()));
    }
    budget.make(lines.size() + (long) text.length());
    return lines;
  }
}
