package org.affectgpt.io.template.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dict in the order of its making; the sandbox lets none be changed. */
public final class DictValue implements Value {
  /** A key as it was first given, and its value. */
  public record Entry(Value key, Value value) {}

  private final Map<Object, Entry> entries;

  private DictValue(Map<Object, Entry> entries) {
    this.entries = entries;
  }

  /** Makes a dict step by step; a key given again keeps its place and takes the new value. */
  public static final class Builder {
    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    public Builder put(Value key, Value value) {
      Object hash = HashKey.of(key);
      Entry before = entries.get(hash);
      entries.put(hash, new Entry(before == null ? key : before.key(), value));
      return this;
    }

    public Builder put(String key, Value value) {
      return put(Text.of(key), value);
    }

    /** Adds a key alone; whether it is new. */
    public boolean add(Value key) {
      return entries.putIfAbsent(HashKey.of(key), new Entry(key, key)) == null;
    }

    public Builder putAll(DictValue other) {
      other.entries().forEach(e -> put(e.key(), e.value()));
      return this;
    }

    public DictValue build() {
      return new DictValue(new LinkedHashMap<>(entries));
    }
  }

  /** The value of a key, or null. */
  public @Nullable Value get(Value key) {
    Entry entry = entries.get(HashKey.of(key));
    return entry == null ? null : entry.value();
  }

  /** The value of a key, or null. */
  public @Nullable Value get(String key) {
    return get(Text.of(key));
  }

  public Collection<Entry> entries() {
    return entries.values();
  }

  /** The keys in order. */
  public List<Value> keys() {
    List<Value> keys = new ArrayList<>(entries.size());
    entries.values().forEach(e -> keys.add(e.key()));
    return keys;
  }

  public int size() {
    return entries.size();
  }

  @Override
  public boolean isTrue() {
    return !entries.isEmpty();
  }

  @Override
  public String type() {
    return "dict";
  }
}
