package org.affectgpt.io.template.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} makes: attributes that {@code set} can change. */
public final class Namespace implements Member {
  private final Map<String, Value> attributes = new LinkedHashMap<>();

  public void set(String name, Value value) {
    attributes.put(name, value);
  }

  DictValue attributes() {
    DictValue.Builder dict = new DictValue.Builder();
    attributes.forEach(dict::put);
    return dict.build();
  }

  @Override
  public @Nullable Value attribute(String name) {
    return attributes.get(name);
  }

  @Override
  public String type() {
    return "Namespace";
  }
}
