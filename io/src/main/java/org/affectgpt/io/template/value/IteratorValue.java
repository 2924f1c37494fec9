package org.affectgpt.io.template.value;

import java.util.Iterator;

/** A generator or iterator of Python: without a length, and used up once it is walked through. */
public final class IteratorValue implements Value {
  private final Iterator<Value> items;
  private final String type;

  private IteratorValue(Iterator<Value> items, String type) {
    this.items = items;
    this.type = type;
  }

  /** A generator. */
  public static IteratorValue generator(Iterator<Value> items) {
    return new IteratorValue(items, "generator");
  }

  /** Another iterator, by Python's name of its type. */
  public static IteratorValue of(Iterator<Value> items, String type) {
    return new IteratorValue(items, type);
  }

  public Iterator<Value> items() {
    return items;
  }

  @Override
  public boolean isTrue() {
    return true;
  }

  @Override
  public String type() {
    return type;
  }
}
