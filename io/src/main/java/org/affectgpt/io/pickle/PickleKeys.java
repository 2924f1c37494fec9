package org.affectgpt.io.pickle;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of dictionaries and items of sets: plain values only, since hashing a nested tuple may take
 * a time exponential in the stream's length. A large container has keys of one class, because a
 * hash table can order colliding keys (and stays quick) only within a class.
 */
final class PickleKeys {
  private static final int MIXED = 4096;

  private PickleKeys() {}

  static void put(
      Map<@Nullable Object, @Nullable Object> map, @Nullable Object key, @Nullable Object value) {
    check(key);
    if (map.size() >= MIXED && map instanceof LinkedHashMap<?, ?> linked) {
      sameClass(linked.firstEntry().getKey(), key);
    }
    map.put(key, value);
  }

  static void add(Collection<@Nullable Object> set, @Nullable Object item) {
    check(item);
    if (set.size() >= MIXED && set instanceof LinkedHashSet<?> linked) {
      sameClass(linked.getFirst(), item);
    }
    set.add(item);
  }

  private static void check(@Nullable Object key) {
    boolean plain =
        key == null || key instanceof String || key instanceof Number || key instanceof Boolean;
    if (!plain) {
      throw new PickleException(
          "uses " + PickleArguments.describe(key) + " as a key, which is not supported");
    }
  }

  private static void sameClass(@Nullable Object first, @Nullable Object key) {
    if (first == null || key == null || first.getClass() != key.getClass()) {
      throw new PickleException("mixes kinds of keys in a large dict, which is not supported");
    }
  }
}
