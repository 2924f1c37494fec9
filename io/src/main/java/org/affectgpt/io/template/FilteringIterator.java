package org.affectgpt.io.template;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** The elements that pass a test, each looked at when it is asked for. */
final class FilteringIterator implements Iterator<Value> {
  private final Iterator<Value> all;
  private final Predicate<Value> test;
  private @Nullable Value next;

  FilteringIterator(Iterator<Value> all, Predicate<Value> test) {
    this.all = all;
    this.test = test;
  }

  @Override
  public boolean hasNext() {
    while (next == null && all.hasNext()) {
      Value candidate = all.next();
      if (test.test(candidate)) {
        next = candidate;
      }
    }
    return next != null;
  }

  @Override
  public Value next() {
    Value found = hasNext() ? next : null;
    if (found == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return found;
  }
}
