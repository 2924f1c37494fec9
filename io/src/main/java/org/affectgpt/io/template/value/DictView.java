package org.affectgpt.io.template.value;

import java.util.ArrayList;
import java.util.List;

/** What {@code keys()}, {@code values()} and {@code items()} of a dict give. */
public record DictView(DictValue dict, Kind kind) implements Value {
  /** Which of the three. */
  public enum Kind {
    KEYS,
    VALUES,
    ITEMS
  }

  /** Its elements in order. */
  public List<Value> items() {
    List<Value> all = new ArrayList<>(dict.size());
    for (DictValue.Entry e : dict.entries()) {
      all.add(
          switch (kind) {
            case KEYS -> e.key();
            case VALUES -> e.value();
            case ITEMS -> TupleValue.of(e.key(), e.value());
          });
    }
    return all;
  }

  @Override
  public boolean isTrue() {
    return dict.isTrue();
  }

  @Override
  public String type() {
    return "dict_" + kind.name().toLowerCase(java.util.Locale.ROOT);
  }
}
