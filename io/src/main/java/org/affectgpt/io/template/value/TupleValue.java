package org.affectgpt.io.template.value;

import java.util.List;

/**
 * A tuple.
 *
 * @param names the names of its places where it has some, as the groups of {@code groupby}
 */
public record TupleValue(List<Value> items, List<String> names) implements Value {
  public static TupleValue of(Value... items) {
    return new TupleValue(List.of(items), List.of());
  }

  public static TupleValue of(List<Value> items) {
    return new TupleValue(items, List.of());
  }

  @Override
  public boolean isTrue() {
    return !items.isEmpty();
  }

  @Override
  public String type() {
    return "tuple";
  }
}
