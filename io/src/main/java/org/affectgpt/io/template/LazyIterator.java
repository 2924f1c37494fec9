package org.affectgpt.io.template;

import java.util.Iterator;
import java.util.function.Supplier;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** A generator: nothing of it runs before its first element is asked for. */
final class LazyIterator implements Iterator<Value> {
  private final Supplier<Iterator<Value>> body;
  private @Nullable Iterator<Value> items;

  LazyIterator(Supplier<Iterator<Value>> body) {
    this.body = body;
  }

  private Iterator<Value> items() {
    if (items == null) {
      items = body.get();
    }
    return items;
  }

  @Override
  public boolean hasNext() {
    return items().hasNext();
  }

  @Override
  public Value next() {
    return items().next();
  }
}
