package org.affectgpt.io.template.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call is given.
 *
 * @param positional by place
 * @param named by keyword, in the order written
 */
public record Arguments(List<Value> positional, Map<String, Value> named) {
  public static final Arguments NONE = new Arguments(List.of(), Map.of());

  public static Arguments of(Value... values) {
    return new Arguments(Arrays.asList(values), Map.of());
  }

  /** The same with another one in front. */
  public Arguments after(Value first) {
    List<Value> all = new ArrayList<>(positional.size() + 1);
    all.add(first);
    all.addAll(positional);
    return new Arguments(all, named);
  }

  /** The same without the first {@code count}. */
  public Arguments skip(int count) {
    return new Arguments(positional.subList(count, positional.size()), named);
  }

  /** The same with a further keyword. */
  public Arguments with(String name, Value value) {
    Map<String, Value> all = new LinkedHashMap<>(named);
    all.put(name, value);
    return new Arguments(positional, all);
  }

  /**
   * The values of a function's parameters, as Python binds them.
   *
   * @param function its name, for messages
   * @param required how many of the parameters have no default
   * @param names the parameters; one that begins with {@code /} cannot be given by keyword
   */
  public Bound bind(String function, int required, String... names) {
    if (positional.size() > names.length) {
      throw new TemplateFault(
          function + "() takes at most " + names.length + " arguments, not " + positional.size());
    }
    @Nullable Value[] values = new @Nullable Value[names.length];
    for (int i = 0; i < positional.size(); i++) {
      values[i] = positional.get(i);
    }
    named.forEach(
        (name, value) -> {
          int i = Arrays.asList(names).indexOf(name);
          if (i < 0) {
            throw new TemplateFault(function + "() knows no argument '" + name + "'");
          }
          if (values[i] != null) {
            throw new TemplateFault(function + "() got '" + name + "' twice");
          }
          values[i] = value;
        });
    for (int i = 0; i < required; i++) {
      if (values[i] == null) {
        throw new TemplateFault(function + "() lacks its argument '" + names[i] + "'");
      }
    }
    return new Bound(function, values);
  }
}
