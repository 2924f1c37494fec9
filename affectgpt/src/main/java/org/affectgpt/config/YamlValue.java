package org.affectgpt.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A value of a configuration as it is written; what it means is for the option to say. */
sealed interface YamlValue {
  /** Where it stands. */
  Place place();

  /** As a message quotes it. */
  String shown();

  /**
   * A word, a number, a text.
   *
   * @param plain whether it is written without quotes
   */
  record Text(Place place, String text, boolean plain) implements YamlValue {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /** Whether it says that there is no value. */
    boolean isNull() {
      return plain && NOTHING.contains(text);
    }

    @Override
    public String shown() {
      return isNull() ? "nothing" : plain ? text : '"' + text + '"';
    }
  }

  /** A list. */
  record Items(Place place, List<YamlValue> items) implements YamlValue {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return items.stream().map(YamlValue::shown).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A key's place and its value. */
  record Entry(Place place, YamlValue value) {}

  /** Keys and values, in their order. */
  record Section(Place place, Map<String, Entry> entries) implements YamlValue {
    public Section {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String shown() {
      return entries.entrySet().stream()
          .map(e -> e.getKey() + ": " + e.getValue().value().shown())
          .collect(Collectors.joining(", ", "{", "}"));
    }

    /** These entries with others laid over them key by key. */
    Section under(Section over) {
      Map<String, Entry> all = new LinkedHashMap<>(entries);
      over.entries.forEach(
          (key, entry) -> {
            Entry mine = all.get(key);
            boolean both =
                mine != null && mine.value() instanceof Section && entry.value() instanceof Section;
            all.put(
                key,
                both
                    ? new Entry(
                        entry.place(), ((Section) mine.value()).under((Section) entry.value()))
                    : entry);
          });
      return new Section(over.place(), all);
    }

    /** The same with one entry more, or another. */
    Section with(String key, Entry entry) {
      Map<String, Entry> all = new LinkedHashMap<>(entries);
      all.put(key, entry);
      return new Section(place, all);
    }
  }
}
