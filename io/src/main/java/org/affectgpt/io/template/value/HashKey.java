package org.affectgpt.io.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What dict keys are compared by: equal for what is equal in Python, as 1, 1.0 and True are. */
final class HashKey {
  private record Tuple(List<Object> items) {}

  private HashKey() {}

  static Object of(Value value) {
    if (value instanceof Value.Real r) {
      return real(r.value());
    }
    BigInteger number = Numbers.asInt(value);
    if (number != null) {
      return number;
    }
    if (value instanceof TupleValue t) {
      List<Object> items = new ArrayList<>();
      t.items().forEach(item -> items.add(of(item)));
      return new Tuple(items);
    }
    if (value instanceof ListValue || value instanceof DictValue) {
      throw new TemplateFault("unhashable type: '" + value.type() + "'");
    }
    return value instanceof Value.Undefined ? Value.Undefined.class : value;
  }

  /** Whether it can be a key. */
  static boolean isHashable(Value value) {
    if (value instanceof TupleValue t) {
      return t.items().stream().allMatch(HashKey::isHashable);
    }
    return !(value instanceof ListValue || value instanceof DictValue);
  }

  private static Object real(double value) {
    boolean whole = Math.rint(value) == value && !Double.isInfinite(value);
    return whole ? new BigDecimal(value).toBigInteger() : (Object) value;
  }
}
