package org.affectgpt.io.pickle;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a stream may use. What is not registered here is refused. */
public final class PickleGlobals {
  private final Map<String, Object> values = new HashMap<>();

  /**
   * Python's own containers: OrderedDict, set, frozenset, and bytes as old protocols write them.
   */
  public static PickleGlobals plain() {
    PickleGlobals globals = new PickleGlobals();
    globals.function("collections.OrderedDict", PickleGlobals::orderedDict);
    globals.function("_codecs.encode", PickleBytes::encode);
    for (String module : List.of("builtins.", "__builtin__.")) {
      globals.function(module + "set", PickleGlobals::set);
      globals.function(module + "frozenset", PickleGlobals::set);
      globals.function(module + "bytes", PickleBytes::bytes);
      globals.function(module + "bytearray", PickleBytes::bytes);
    }
    return globals;
  }

  /** Registers something that may be called, under module and name: {@code torch.Size}. */
  public PickleGlobals function(String name, PickleFunction function) {
    values.put(name, function);
    return this;
  }

  /** Registers a value that may be named but not called. */
  public PickleGlobals constant(String name, Object value) {
    values.put(name, value);
    return this;
  }

  @Nullable Object find(String name) {
    return values.get(name);
  }

  private static Object orderedDict(PickleArguments a) {
    a.require(0, 1);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    if (a.size() == 1) {
      List<?> pairs = a.get(0, List.class);
      a.charge(pairs.size());
      for (Object pair : pairs) {
        List<?> items = PickleArguments.items(pair, "an item of an OrderedDict");
        if (items.size() != 2) {
          throw new PickleException("has an item of an OrderedDict that is no pair");
        }
        PickleKeys.put(map, items.get(0), items.get(1));
      }
    }
    return map;
  }

  private static Object set(PickleArguments a) {
    a.require(0, 1);
    Collection<@Nullable Object> set = new LinkedHashSet<>();
    if (a.size() == 1) {
      List<?> items = PickleArguments.items(a.get(0), "argument of " + a.function());
      a.charge(items.size());
      for (Object item : items) {
        PickleKeys.add(set, item);
      }
    }
    return set;
  }
}
