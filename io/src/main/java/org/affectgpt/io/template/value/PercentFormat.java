package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Python's {@code '%s and %05.2f' % (a, b)}. */
public final class PercentFormat {
  private final Budget budget;

  public PercentFormat(Budget budget) {
    this.budget = budget;
  }

  /** Where the reading of a format stands. */
  private final class Reader {
    private final Text format;
    private final Value values;
    private final List<Value> list;
    private int at;
    private int used;

    Reader(Text format, Value values) {
      this.format = format;
      this.values = values;
      this.list = values instanceof TupleValue t ? t.items() : List.of(values);
    }

    char next() {
      if (at == format.length()) {
        throw new TemplateFault("incomplete format");
      }
      return (char) format.at(at++);
    }

    boolean sees(String any) {
      return at < format.length() && any.indexOf(format.at(at)) >= 0;
    }

    Value argument() {
      if (used >= list.size()) {
        throw new TemplateFault("not enough arguments for format string");
      }
      return list.get(used++);
    }

    Value named(String key) {
      if (!(values instanceof DictValue dict)) {
        throw new TemplateFault("format requires a mapping");
      }
      used = list.size();
      Value value = dict.get(key);
      if (value == null) {
        throw new TemplateFault("the format's key '" + key + "' is not given");
      }
      return value;
    }

    int number() {
      if (sees("*")) {
        at++;
        BigInteger n = Numbers.requireInt(argument(), "* of a format");
        return n.max(BigInteger.valueOf(-Budget.LONGEST))
            .min(BigInteger.valueOf(Budget.LONGEST))
            .intValue();
      }
      int n = 0;
      while (sees("0123456789")) {
        n = Math.min(Budget.LONGEST, 10 * n + (format.at(at++) - '0'));
      }
      return n;
    }
  }

  public Text format(Text format, Value values) {
    TextBuilder out = new TextBuilder(budget);
    Reader in = new Reader(format, values);
    while (in.at < format.length()) {
      if (format.at(in.at) == '%') {
        in.at++;
        out.add(conversion(in));
      } else {
        out.marked(format.marked(in.at++));
      }
    }
    boolean free = values instanceof DictValue || values instanceof ListValue;
    if (in.used < in.list.size() && !free) {
      throw new TemplateFault("not all arguments converted during string formatting");
    }
    return out.text();
  }

  private Text conversion(Reader in) {
    String key = null;
    if (in.sees("(")) {
      in.at++;
      int from = in.at;
      for (int depth = 1; depth > 0; ) {
        char c = in.next();
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
      key = in.format.sub(from, in.at - 1).toString();
    }
    StringBuilder flags = new StringBuilder();
    while (in.sees("#0- +")) {
      flags.append(in.next());
    }
    int width = in.number();
    if (width < 0) {
      flags.append('-');
      width = -width;
    }
    int precision = -1;
    if (in.sees(".")) {
      in.at++;
      precision = Math.max(0, in.number());
    }
    while (in.sees("hlL")) {
      in.at++;
    }
    char type = in.next();
    if (type == '%') {
      return Text.of("%");
    }
    Value value = key == null ? in.argument() : in.named(key);
    return one(value, flags.toString(), width, precision, type);
  }

  private Text one(Value value, String flags, int width, int precision, char type) {
    boolean left = flags.contains("-");
    Text plain = text(value, precision, type);
    boolean number = plain == null;
    Text body = plain;
    if (body == null) {
      String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "-";
      String zero = flags.contains("0") && !left ? "0" + width : "";
      String digits = precision < 0 ? "" : "." + precision;
      boolean whole = "diuxXo".indexOf(type) >= 0;
      char letter = type == 'i' || type == 'u' ? 'd' : type;
      Value operand = whole ? whole(value, type) : new Value.Real(Numbers.toDouble(value));
      if (whole && precision > 0) {
        throw new TemplateFault("the format %." + precision + type + " is not supported");
      }
      String spec = sign + (flags.contains("#") ? "#" : "") + zero + (whole ? "" : digits) + letter;
      body = FormatSpec.of(spec).format(operand, budget);
    }
    String side = left ? "ljust" : "rjust";
    Text fill = Text.of(" ");
    return number && width <= body.length()
        ? body
        : TextMethods.pad(body, width, fill, side, budget);
  }

  /** The text of %s, %r, %a and %c; null for numbers. */
  private @Nullable Text text(Value value, int precision, char type) {
    Text text =
        switch (type) {
          case 's' -> Repr.str(value, budget);
          case 'r' -> Repr.repr(value, budget);
          case 'c' -> character(value);
          case 'd', 'i', 'u', 'x', 'X', 'o', 'e', 'E', 'f', 'F', 'g', 'G' -> null;
          default ->
              throw new TemplateFault("unsupported format character '" + type + "' in a format");
        };
    return text == null || precision < 0 || precision >= text.length()
        ? text
        : text.sub(0, precision);
  }

  private static Text character(Value value) {
    if (value instanceof Text t && t.length() == 1) {
      return t;
    }
    BigInteger n = Numbers.asInt(value);
    if (n == null || n.signum() < 0 || n.bitLength() > 20 || n.intValue() > 0x10FFFF) {
      throw new TemplateFault("%c requires an int or a single character");
    }
    return Text.of(Character.toString(n.intValue()));
  }

  private static Value whole(Value value, char type) {
    if (value instanceof Value.Real r && "diu".indexOf(type) >= 0) {
      return new Value.Int(Numbers.truncate(r.value()));
    }
    if (Numbers.asInt(value) == null) {
      throw new TemplateFault(
          String.format(
              Locale.ROOT, "%%%s format: a number is required, not %s", type, value.type()));
    }
    return value instanceof Value.Int ? value : Value.Int.of(value.isTrue() ? 1 : 0);
  }
}
