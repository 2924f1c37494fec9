package org.affectgpt.io.template.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's {@code ==}, {@code <} and {@code is}. */
public final class Comparison {
  private static final int SMALLEST_SHARED = -5;
  private static final int LARGEST_SHARED = 256;

  private Comparison() {}

  /** Python's {@code a == b}. */
  public static boolean equal(Value a, Value b, Budget budget) {
    budget.enter();
    boolean equal = isEqual(a, b, budget);
    budget.leave();
    return equal;
  }

  private static boolean isEqual(Value a, Value b, Budget budget) {
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      Integer order = Numbers.compare(a, b);
      return order != null && order == 0;
    }
    if (a instanceof Text t) {
      budget.spend(t.length() / 64);
      return t.equals(b);
    }
    if (a instanceof ListValue l) {
      return b instanceof ListValue m && equal(l.items(), m.items(), budget);
    }
    if (a instanceof TupleValue t) {
      return b instanceof TupleValue u && equal(t.items(), u.items(), budget);
    }
    if (a instanceof DictValue d) {
      return b instanceof DictValue e && equal(d, e, budget);
    }
    if (a instanceof DictView v) {
      return b instanceof DictView w && equal(v, w, budget);
    }
    if (a instanceof RangeValue r) {
      return b instanceof RangeValue s && equal(r, s);
    }
    return a instanceof Value.Undefined ? b instanceof Value.Undefined : isSame(a, b);
  }

  private static boolean equal(List<Value> a, List<Value> b, Budget budget) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!isSame(a.get(i), b.get(i)) && !equal(a.get(i), b.get(i), budget)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(DictValue a, DictValue b, Budget budget) {
    if (a.size() != b.size()) {
      return false;
    }
    for (DictValue.Entry e : a.entries()) {
      Value other = b.get(e.key());
      if (other == null || !equal(e.value(), other, budget)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(DictView a, DictView b, Budget budget) {
    if (a.kind() == DictView.Kind.VALUES || a.kind() != b.kind()) {
      return a.equals(b);
    }
    return a.kind() == DictView.Kind.ITEMS
        ? equal(a.dict(), b.dict(), budget)
        : a.dict().size() == b.dict().size()
            && a.dict().keys().stream().allMatch(k -> b.dict().get(k) != null);
  }

  private static boolean equal(RangeValue a, RangeValue b) {
    return a.length() == b.length()
        && (a.length() == 0
            || (a.start().equals(b.start()) && (a.length() == 1 || a.step().equals(b.step()))));
  }

  /** Python's {@code a is b}, as far as it can be told: small numbers are shared. */
  @SuppressWarnings("ReferenceEquality")
  public static boolean isSame(Value a, Value b) {
    if (a == b) {
      return true;
    }
    if (a instanceof Text t && b instanceof Text u) {
      return t.equals(u) && (t.length() == 0 || (t.length() == 1 && t.at(0) < 0x100));
    }
    if (a instanceof Value.Int i && b instanceof Value.Int j && i.value().equals(j.value())) {
      return i.value().bitLength() < Integer.SIZE
          && i.value().intValue() >= SMALLEST_SHARED
          && i.value().intValue() <= LARGEST_SHARED;
    }
    return false;
  }

  /** The order of two values by Python's {@code <}; null where no order holds, as of NaN. */
  public static @Nullable Integer order(Value a, Value b, String operator, Budget budget) {
    if (a instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (b instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.compare(a, b);
    }
    if (a instanceof Text t && b instanceof Text u) {
      budget.spend(t.length() / 64);
      return t.compareTo(u);
    }
    if (a instanceof ListValue l && b instanceof ListValue m) {
      return order(l.items(), m.items(), operator, budget);
    }
    if (a instanceof TupleValue l && b instanceof TupleValue m) {
      return order(l.items(), m.items(), operator, budget);
    }
    throw new TemplateFault(
        "'"
            + operator
            + "' not supported between instances of '"
            + a.type()
            + "' and '"
            + b.type()
            + "'");
  }

  private static @Nullable Integer order(
      List<Value> a, List<Value> b, String operator, Budget budget) {
    budget.enter();
    try {
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        if (!isSame(a.get(i), b.get(i)) && !equal(a.get(i), b.get(i), budget)) {
          return order(a.get(i), b.get(i), operator, budget);
        }
      }
      return Integer.compare(a.size(), b.size());
    } finally {
      budget.leave();
    }
  }

  /** Whether {@code a operator b} holds, for {@code < <= > >=}. */
  public static boolean holds(Value a, String operator, Value b, Budget budget) {
    Integer order = order(a, b, operator, budget);
    if (order == null) {
      return false;
    }
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
