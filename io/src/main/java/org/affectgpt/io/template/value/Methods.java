package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods and properties of Python's own types. */
final class Methods {
  private static final Set<String> LIST_CHANGES =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
  private static final Set<String> DICT_CHANGES =
      Set.of("clear", "pop", "popitem", "setdefault", "update");
  private static final Set<String> INT_OTHERS =
      Set.of("bit_length", "bit_count", "conjugate", "as_integer_ratio", "to_bytes", "from_bytes");
  private static final Set<String> FLOAT_OTHERS =
      Set.of("conjugate", "as_integer_ratio", "hex", "fromhex", "from_number");
  private static final Set<String> VIEW_OTHERS = Set.of("mapping", "isdisjoint");
  private static final Set<String> ITERATOR_OTHERS =
      Set.of("send", "throw", "close", "gi_running", "gi_yieldfrom", "gi_suspended");

  private Methods() {}

  /** Whether the sandbox forbids it because it would change the object. */
  static boolean isUnsafe(Value object, String name) {
    return (object instanceof ListValue && LIST_CHANGES.contains(name))
        || (object instanceof DictValue && DICT_CHANGES.contains(name))
        || (object instanceof IteratorValue && (name.equals("gi_frame") || name.equals("gi_code")));
  }

  /**
   * The method or property of that name, or null if the type has none.
   *
   * @throws TemplateFault naming one that Python has and this does not
   */
  static @Nullable Value of(Value object, String name, Budget budget) {
    if (object instanceof Text t) {
      return TextMethods.of(t, name, budget);
    }
    if (object instanceof ListValue l) {
      return sequence(l, l.items(), name, budget);
    }
    if (object instanceof TupleValue t) {
      int field = t.names().indexOf(name);
      return field >= 0 ? t.items().get(field) : sequence(t, t.items(), name, budget);
    }
    if (object instanceof DictValue d) {
      return dict(d, name);
    }
    if (object instanceof RangeValue r) {
      return range(r, name, budget);
    }
    if (object instanceof Value.Real r) {
      return real(r, name);
    }
    BigInteger whole = Numbers.asInt(object);
    if (whole != null) {
      return integer(new Value.Int(whole), name);
    }
    boolean other =
        object instanceof DictView
            ? VIEW_OTHERS.contains(name)
            : object instanceof IteratorValue && ITERATOR_OTHERS.contains(name);
    return other ? refuse(object, name) : null;
  }

  static Value refuse(Value object, String name) {
    throw new TemplateFault("'" + object.type() + "." + name + "' is not supported");
  }

  private static @Nullable Value sequence(
      Value object, List<Value> items, String name, Budget budget) {
    return switch (name) {
      case "index" -> method(name, a -> Value.Int.of(index(object, items, a, budget)));
      case "count" ->
          method(
              name,
              a -> {
                Value wanted = a.bind(name, 1, "value").get(0);
                return Value.Int.of(
                    items.stream().filter(v -> Comparison.equal(v, wanted, budget)).count());
              });
      case "copy" -> object instanceof ListValue ? method(name, a -> object) : null;
      default -> null;
    };
  }

  private static int index(Value object, List<Value> items, Arguments arguments, Budget budget) {
    Bound a = arguments.bind("index", 1, "value", "start", "stop");
    int n = items.size();
    int from = place(a.integer(1, 0), n);
    int to = place(a.integer(2, n), n);
    for (int i = from; i < to; i++) {
      if (Comparison.equal(items.get(i), a.get(0), budget)) {
        return i;
      }
    }
    throw new TemplateFault("the value is not in the " + object.type());
  }

  /** A place counted from the end if negative, within the length. */
  static int place(int place, int length) {
    return (int) Math.max(0, Math.min(length, place < 0 ? (long) place + length : place));
  }

  private static @Nullable Value dict(DictValue dict, String name) {
    return switch (name) {
      case "keys" -> view(name, dict, DictView.Kind.KEYS);
      case "values" -> view(name, dict, DictView.Kind.VALUES);
      case "items" -> view(name, dict, DictView.Kind.ITEMS);
      case "copy" -> method(name, a -> dict);
      case "get" ->
          method(
              name,
              arguments -> {
                if (!arguments.named().isEmpty()) {
                  throw new TemplateFault("dict.get() takes no keyword arguments");
                }
                Bound a = arguments.bind(name, 1, "key", "default");
                Value found = dict.get(a.get(0));
                return found != null ? found : a.or(1, Value.None.NONE);
              });
      case "fromkeys" -> refuse(dict, name);
      default -> null;
    };
  }

  private static Value view(String name, DictValue dict, DictView.Kind kind) {
    return method(
        name,
        a -> {
          a.bind(name, 0);
          return new DictView(dict, kind);
        });
  }

  private static @Nullable Value range(RangeValue range, String name, Budget budget) {
    return switch (name) {
      case "start" -> new Value.Int(range.start());
      case "stop" -> new Value.Int(range.stop());
      case "step" -> new Value.Int(range.step());
      case "index", "count" -> sequence(range, Sequences.list(range, budget), name, budget);
      default -> null;
    };
  }

  private static @Nullable Value integer(Value.Int number, String name) {
    return switch (name) {
      case "real", "numerator" -> number;
      case "imag" -> Value.Int.of(0);
      case "denominator" -> Value.Int.of(1);
      case "is_integer" -> method(name, a -> Value.Bool.TRUE);
      default -> INT_OTHERS.contains(name) ? refuse(number, name) : null;
    };
  }

  private static @Nullable Value real(Value.Real number, String name) {
    return switch (name) {
      case "real" -> number;
      case "imag" -> new Value.Real(0);
      case "is_integer" ->
          method(
              name,
              a ->
                  Value.Bool.of(
                      Math.rint(number.value()) == number.value()
                          && !Double.isInfinite(number.value())));
      default -> FLOAT_OTHERS.contains(name) ? refuse(number, name) : null;
    };
  }

  static Value method(String name, Member.Function body) {
    return new Member.BuiltIn(name, body);
  }
}
