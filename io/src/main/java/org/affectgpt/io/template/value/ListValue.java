package org.affectgpt.io.template.value;

import java.util.List;

/** A list; the sandbox lets none be changed. */
public record ListValue(List<Value> items) implements Value {
  @Override
  public boolean isTrue() {
    return !items.isEmpty();
  }

  @Override
  public String type() {
    return "list";
  }
}
