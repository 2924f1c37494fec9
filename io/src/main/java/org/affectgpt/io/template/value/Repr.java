package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code str} and {@code repr}. */
public final class Repr {
  private Repr() {}

  /** What printing shows: {@code str(x)}. */
  public static Text str(Value value, Budget budget) {
    if (value instanceof Text text) {
      return text.asMarkup(false);
    }
    if (value instanceof Value.Undefined) {
      return Text.EMPTY;
    }
    return repr(value, budget);
  }

  /** Jinja's {@code soft_str}: a string as it is, anything else as printed. */
  public static Text soft(Value value, Budget budget) {
    return value instanceof Text text ? text : str(value, budget);
  }

  /** What stands for a value within a list: {@code repr(x)}. */
  public static Text repr(Value value, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    write(value, out, budget);
    return out.text();
  }

  private static void write(Value value, TextBuilder out, Budget budget) {
    budget.enter();
    if (value instanceof Text t) {
      quote(t, out);
    } else if (value instanceof ListValue l) {
      sequence(l.items(), "[", "]", out, budget);
    } else if (value instanceof TupleValue t) {
      sequence(t.items(), "(", t.items().size() == 1 ? ",)" : ")", out, budget);
    } else if (value instanceof DictValue d) {
      dict(d, out, budget);
    } else if (value instanceof DictView v) {
      sequence(v.items(), v.type() + "([", "])", out, budget);
    } else if (value instanceof Namespace n) {
      out.add("<Namespace ");
      dict(n.attributes(), out, budget);
      out.add(">");
    } else {
      out.add(plain(value));
    }
    budget.leave();
  }

  private static String plain(Value value) {
    if (value == Value.None.NONE) {
      return "None";
    }
    if (value instanceof Value.Bool b) {
      return b.isTrue() ? "True" : "False";
    }
    if (value instanceof Value.Int i) {
      return FloatText.repr(i.value());
    }
    if (value instanceof Value.Real r) {
      return FloatText.repr(r.value());
    }
    if (value instanceof Value.Undefined) {
      return "Undefined";
    }
    if (value instanceof RangeValue r) {
      String step = r.step().equals(BigInteger.ONE) ? "" : ", " + r.step();
      return "range(" + r.start() + ", " + r.stop() + step + ")";
    }
    String shown = value instanceof Member m ? m.shown() : null;
    if (shown != null) {
      return shown;
    }
    throw new TemplateFault("prints a '" + value.type() + "' object, which has no text of its own");
  }

  private static void sequence(
      List<Value> items, String open, String close, TextBuilder out, Budget budget) {
    out.add(open);
    for (int i = 0; i < items.size(); i++) {
      out.add(i == 0 ? "" : ", ");
      write(items.get(i), out, budget);
    }
    out.add(close);
  }

  private static void dict(DictValue dict, TextBuilder out, Budget budget) {
    out.add("{");
    boolean first = true;
    for (DictValue.Entry e : dict.entries()) {
      out.add(first ? "" : ", ");
      write(e.key(), out, budget);
      out.add(": ");
      write(e.value(), out, budget);
      first = false;
    }
    out.add("}");
  }

  private static void quote(Text text, TextBuilder out) {
    boolean single = text.contains('\'');
    char quote = single && !text.contains('"') ? '"' : '\'';
    out.add(text.isMarkup() ? "Markup(" : "").add(String.valueOf(quote));
    for (int i = 0; i < text.length(); i++) {
      int c = text.at(i);
      if (c == quote || c == '\\') {
        out.add("\\", text.marked(i)).marked(text.marked(i));
      } else if (c == '\n' || c == '\r' || c == '\t') {
        out.add(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t", text.marked(i));
      } else if (c == ' ' || Characters.isPrintable(c)) {
        out.marked(text.marked(i));
      } else {
        out.add(escape(c), text.marked(i));
      }
    }
    out.add(String.valueOf(quote)).add(text.isMarkup() ? ")" : "");
  }

  /** {@code \x07}, {@code \u200b}, {@code \U000e0001}. */
  private static String escape(int c) {
    String format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    return String.format(Locale.ROOT, format, c);
  }
}
