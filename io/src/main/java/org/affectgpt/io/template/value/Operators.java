package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's arithmetic operators. */
public final class Operators {
  private final Budget budget;

  public Operators(Budget budget) {
    this.budget = budget;
  }

  /** {@code a operator b}, for {@code + - * / // % **}. */
  public Value apply(String operator, Value a, Value b) {
    if (a instanceof Value.Undefined u && !(b instanceof Text && operator.equals("%"))) {
      throw u.fault();
    }
    if (operator.equals("%") && a instanceof Text format) {
      return new PercentFormat(budget).format(format, b);
    }
    if (b instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return numbers(operator, a, b);
    }
    Value result =
        switch (operator) {
          case "+" -> join(a, b);
          case "*" -> Numbers.asInt(a) == null ? repeat(a, b) : repeat(b, a);
          default -> null;
        };
    if (result == null) {
      throw new TemplateFault(
          "unsupported operand type(s) for "
              + operator
              + ": '"
              + a.type()
              + "' and '"
              + b.type()
              + "'");
    }
    return result;
  }

  private Value numbers(String operator, Value a, Value b) {
    BigInteger x = Numbers.asInt(a);
    BigInteger y = Numbers.asInt(b);
    boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
    if (divides && !b.isTrue()) {
      throw new TemplateFault("division by zero");
    }
    if (operator.equals("**")) {
      return Numbers.power(a, b, budget);
    }
    if (x != null && y != null) {
      return switch (operator) {
        case "+" -> Numbers.checked(x.add(y), budget);
        case "-" -> Numbers.checked(x.subtract(y), budget);
        case "*" -> Numbers.checked(x.multiply(y), budget);
        case "/" -> new Value.Real(Numbers.divide(x, y));
        case "//" -> new Value.Int(Numbers.floorDiv(x, y));
        default -> new Value.Int(Numbers.floorMod(x, y));
      };
    }
    double p = Numbers.toDouble(a);
    double q = Numbers.toDouble(b);
    return new Value.Real(
        switch (operator) {
          case "+" -> p + q;
          case "-" -> p - q;
          case "*" -> p * q;
          case "/" -> p / q;
          case "//" -> Numbers.floorDiv(p, q);
          default -> Numbers.floorMod(p, q);
        });
  }

  private @Nullable Value join(Value a, Value b) {
    if (a instanceof Text t && b instanceof Text u) {
      if (t.isMarkup() || u.isMarkup()) {
        Text joined = plain(Html.escape(t, budget), Html.escape(u, budget));
        return joined.asMarkup(true);
      }
      return plain(t, u);
    }
    if (a instanceof ListValue l && b instanceof ListValue m) {
      return new ListValue(join(l.items(), m.items()));
    }
    if (a instanceof TupleValue l && b instanceof TupleValue m) {
      return TupleValue.of(join(l.items(), m.items()));
    }
    return null;
  }

  private Text plain(Text a, Text b) {
    return new TextBuilder(budget).add(a).add(b).text();
  }

  private List<Value> join(List<Value> a, List<Value> b) {
    budget.make(a.size() + (long) b.size());
    List<Value> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private @Nullable Value repeat(Value sequence, Value times) {
    BigInteger count = Numbers.asInt(times);
    if (count == null) {
      return null;
    }
    boolean repeats =
        sequence instanceof Text || sequence instanceof ListValue || sequence instanceof TupleValue;
    if (!repeats) {
      return null;
    }
    int length = Sequences.requireLength(sequence);
    int n =
        length == 0 ? 0 : count.max(BigInteger.ZERO).min(BigInteger.valueOf(1L << 30)).intValue();
    budget.make((long) length * n);
    if (sequence instanceof Text t) {
      TextBuilder out = new TextBuilder(budget);
      for (int i = 0; i < n; i++) {
        out.add(t);
      }
      return out.text().asMarkup(t.isMarkup());
    }
    List<Value> items =
        sequence instanceof ListValue l ? l.items() : ((TupleValue) sequence).items();
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.addAll(items);
    }
    return sequence instanceof ListValue ? new ListValue(all) : TupleValue.of(all);
  }

  /** {@code -a}, or {@code +a}. */
  public Value sign(boolean minus, Value a) {
    if (a instanceof Value.Undefined u) {
      throw u.fault();
    }
    BigInteger x = Numbers.asInt(a);
    if (x != null) {
      return new Value.Int(minus ? x.negate() : x);
    }
    if (a instanceof Value.Real r) {
      return new Value.Real(minus ? -r.value() : r.value());
    }
    throw new TemplateFault(
        "bad operand type for unary " + (minus ? "-" : "+") + ": '" + a.type() + "'");
  }
}
