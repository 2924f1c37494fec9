package org.affectgpt.io.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Bound;
import org.affectgpt.io.template.value.NumberText;
import org.affectgpt.io.template.value.Numbers;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;

/** Filters of numbers. */
final class NumberFilters {
  private NumberFilters() {}

  static void define(Map<String, Filter> all) {
    all.put("abs", NumberFilters::abs);
    all.put("int", NumberFilters::toInt);
    all.put("float", NumberFilters::toFloat);
    all.put("round", NumberFilters::round);
    all.put("filesizeformat", NumberFilters::fileSize);
  }

  private static Value abs(Value value, Arguments given, Run run) {
    given.bind("abs", 0);
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    BigInteger whole = Numbers.asInt(value);
    if (whole != null) {
      return new Value.Int(whole.abs());
    }
    if (value instanceof Value.Real r) {
      return new Value.Real(Math.abs(r.value()));
    }
    throw new TemplateFault("bad operand type for abs(): '" + value.type() + "'");
  }

  private static Value toInt(Value value, Arguments given, Run run) {
    Bound a = given.bind("int", 0, "default", "base");
    Value otherwise = a.or(0, Value.Int.of(0));
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    BigInteger whole = Numbers.asInt(value);
    if (whole != null) {
      return new Value.Int(whole);
    }
    if (value instanceof Value.Real r) {
      return Double.isNaN(r.value()) ? otherwise : new Value.Int(Numbers.truncate(r.value()));
    }
    if (value instanceof Text text) {
      BigInteger read = NumberText.integer(text.toString(), a.integer(1, 10));
      if (read != null) {
        return new Value.Int(read);
      }
      Double real = NumberText.real(text.toString());
      if (real != null && !real.isNaN() && !real.isInfinite()) {
        return new Value.Int(Numbers.truncate(real));
      }
    }
    return otherwise;
  }

  private static Value toFloat(Value value, Arguments given, Run run) {
    Bound a = given.bind("float", 0, "default");
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (Numbers.isNumber(value)) {
      return new Value.Real(Numbers.toDouble(value));
    }
    Double read = value instanceof Text text ? NumberText.real(text.toString()) : null;
    return read != null ? new Value.Real(read) : a.or(0, new Value.Real(0));
  }

  private static Value round(Value value, Arguments given, Run run) {
    Bound a = given.bind("round", 0, "precision", "method");
    int digits = a.integer(0, 0);
    String method = a.text(1, Text.of("common")).toString();
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (!Numbers.isNumber(value)) {
      throw new TemplateFault("type " + value.type() + " doesn't define __round__ method");
    }
    BigInteger whole = Numbers.asInt(value);
    switch (method) {
      case "common" -> {
        if (whole == null) {
          return new Value.Real(Numbers.round(Numbers.toDouble(value), digits));
        }
        return new Value.Int(digits >= 0 ? whole : tens(whole, Math.max(digits, -10_000)));
      }
      case "ceil", "floor" -> {
        Value ten = run.operators().apply("**", Value.Int.of(10), Value.Int.of(digits));
        Value scaled = run.operators().apply("*", value, ten);
        BigInteger n = Numbers.asInt(scaled);
        if (n == null) {
          double d = Numbers.toDouble(scaled);
          n = Numbers.truncate(method.equals("ceil") ? Math.ceil(d) : Math.floor(d));
        }
        return run.operators().apply("/", new Value.Int(n), ten);
      }
      default -> throw new TemplateFault("method must be common, ceil or floor");
    }
  }

  private static BigInteger tens(BigInteger whole, int digits) {
    return new BigDecimal(whole).setScale(digits, RoundingMode.HALF_EVEN).toBigInteger();
  }

  private static Value fileSize(Value value, Arguments given, Run run) {
    Bound a = given.bind("filesizeformat", 0, "binary");
    Double bytes =
        value instanceof Text text ? NumberText.real(text.toString()) : Numbers.toDouble(value);
    if (bytes == null) {
      throw new TemplateFault("could not convert string to float: '" + run.str(value) + "'");
    }
    boolean binary = a.flag(0, false);
    int base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return Text.of("1 Byte");
    }
    if (bytes < base) {
      return Text.of(Numbers.truncate(bytes) + " Bytes");
    }
    String prefixes = binary ? "KMGTPEZY" : "kMGTPEZY";
    double unit = base;
    int i = -1;
    do {
      unit *= base;
      i++;
    } while (bytes >= unit && i < prefixes.length() - 1);
    String number =
        new BigDecimal(base * bytes / unit).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
    return Text.of(
        String.format(Locale.ROOT, "%s %s%s", number, prefixes.charAt(i), binary ? "iB" : "B"));
  }
}
