package org.affectgpt.io.template.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object with attributes, or that can be called: functions, macros, loops, namespaces. */
public non-sealed interface Member extends Value {
  /** The attribute of that name, or null if there is none. */
  default @Nullable Value attribute(String name) {
    return null;
  }

  /** Calls it. */
  default Value call(Arguments arguments) {
    throw new TemplateFault("'" + type() + "' object is not callable");
  }

  /** Whether it can be called. */
  default boolean isCallable() {
    return false;
  }

  /** What is printed for it; null where Python prints an address. */
  default @Nullable String shown() {
    return null;
  }

  @Override
  default boolean isTrue() {
    return true;
  }

  /** A function by its name. */
  static Member function(String name, Function body) {
    return new BuiltIn(name, body);
  }

  /** The body of a function. */
  @FunctionalInterface
  interface Function {
    Value call(Arguments arguments);
  }

  /** A function that is part of the language. */
  record BuiltIn(String name, Function body) implements Member {
    @Override
    public Value call(Arguments arguments) {
      return body.call(arguments);
    }

    @Override
    public boolean isCallable() {
      return true;
    }

    @Override
    public @Nullable String shown() {
      return List.of("dict", "namespace", "joiner", "cycler").contains(name) ? className() : null;
    }

    private String className() {
      return name.equals("dict")
          ? "<class 'dict'>"
          : "<class 'jinja2.utils."
              + Character.toUpperCase(name.charAt(0))
              + name.substring(1)
              + "'>";
    }

    @Override
    public String type() {
      return "function";
    }
  }
}
