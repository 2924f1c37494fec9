package org.affectgpt.io.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** Variables of a body, over those of the body around it. */
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, Value> variables = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this(outer, Set.of());
  }

  /**
   * @param unset the variables that begin as undefined, whatever is outside
   */
  Scope(@Nullable Scope outer, Set<String> unset) {
    this.outer = outer;
    unset.forEach(name -> variables.put(name, undefined(name)));
  }

  static Value undefined(String name) {
    return new Value.Undefined("'" + name + "' is undefined");
  }

  /** The innermost variable of that name, or null. */
  @Nullable Value get(String name) {
    for (Scope s = this; s != null; s = s.outer) {
      Value value = s.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  void set(String name, Value value) {
    variables.put(name, value);
  }
}
