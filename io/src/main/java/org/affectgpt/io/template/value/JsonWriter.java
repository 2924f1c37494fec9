package org.affectgpt.io.template.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code json.dumps}, to the space.
 *
 * @param ascii whether characters outside ASCII are escaped
 * @param indent what a level is indented by; null for all in one line
 * @param between what stands between elements
 * @param colon what stands between key and value
 * @param sorted whether keys are sorted
 */
public record JsonWriter(
    boolean ascii, @Nullable Text indent, Text between, Text colon, boolean sorted) {
  public Text write(Value value, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    write(value, 0, out, budget);
    return out.text();
  }

  private void write(Value value, int level, TextBuilder out, Budget budget) {
    budget.enter();
    if (value instanceof Text t) {
      quote(t, out);
    } else if (value instanceof ListValue l) {
      list(l.items(), level, out, budget);
    } else if (value instanceof TupleValue t) {
      list(t.items(), level, out, budget);
    } else if (value instanceof DictValue d) {
      dict(d, level, out, budget);
    } else {
      out.add(plain(value));
    }
    budget.leave();
  }

  /** What is written without quotes. */
  private static String plain(Value value) {
    if (value == Value.None.NONE) {
      return "null";
    }
    if (value instanceof Value.Bool b) {
      return b.isTrue() ? "true" : "false";
    }
    if (value instanceof Value.Int i) {
      return FloatText.repr(i.value());
    }
    if (value instanceof Value.Real r) {
      return real(r.value());
    }
    throw new TemplateFault("Object of type " + value.type() + " is not JSON serializable");
  }

  private static String real(double x) {
    if (Double.isNaN(x)) {
      return "NaN";
    }
    return Double.isInfinite(x) ? (x > 0 ? "Infinity" : "-Infinity") : FloatText.repr(x);
  }

  private void list(List<Value> items, int level, TextBuilder out, Budget budget) {
    out.add("[");
    for (int i = 0; i < items.size(); i++) {
      out.add(i == 0 ? Text.EMPTY : between);
      line(level + 1, out);
      write(items.get(i), level + 1, out, budget);
    }
    if (!items.isEmpty()) {
      line(level, out);
    }
    out.add("]");
  }

  private void dict(DictValue dict, int level, TextBuilder out, Budget budget) {
    out.add("{");
    List<DictValue.Entry> entries = new ArrayList<>(dict.entries());
    if (sorted) {
      Comparator<DictValue.Entry> byKey =
          (a, b) -> {
            Integer order = Comparison.order(a.key(), b.key(), "<", budget);
            return order == null ? 0 : order;
          };
      entries.sort(byKey);
    }
    for (int i = 0; i < entries.size(); i++) {
      out.add(i == 0 ? Text.EMPTY : between);
      line(level + 1, out);
      key(entries.get(i).key(), out);
      out.add(colon);
      write(entries.get(i).value(), level + 1, out, budget);
    }
    if (!entries.isEmpty()) {
      line(level, out);
    }
    out.add("}");
  }

  private void key(Value key, TextBuilder out) {
    if (key instanceof Text text) {
      quote(text, out);
    } else if (key instanceof Value.Undefined || key instanceof TupleValue) {
      throw new TemplateFault("keys must be str, int, float, bool or None, not " + key.type());
    } else {
      out.add("\"" + plain(key) + "\"");
    }
  }

  private void line(int level, TextBuilder out) {
    if (indent != null) {
      out.add("\n");
      for (int i = 0; i < level; i++) {
        out.add(indent);
      }
    }
  }

  private void quote(Text text, TextBuilder out) {
    out.add("\"");
    for (int i = 0; i < text.length(); i++) {
      int c = text.at(i);
      String escape =
          switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\f' -> "\\f";
            case '\b' -> "\\b";
            default -> c < 0x20 || (ascii && c > 0x7e) ? unicode(c) : "";
          };
      if (escape.isEmpty()) {
        out.marked(text.marked(i));
      } else {
        out.add(escape, text.marked(i));
      }
    }
    out.add("\"");
  }

  private static String unicode(int c) {
    StringBuilder out = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
    return out.toString();
  }
}
