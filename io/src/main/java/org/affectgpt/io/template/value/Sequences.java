package org.affectgpt.io.template.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Walking through values: {@code iter}, {@code len}, {@code in}, {@code reversed}. */
public final class Sequences {
  private Sequences() {}

  /** Python's {@code iter(x)}; each element costs a step. */
  public static Iterator<Value> iterate(Value value, Budget budget) {
    Iterator<Value> items = iteratorOf(value);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Value next() {
        budget.spend(1);
        return items.next();
      }
    };
  }

  private static Iterator<Value> iteratorOf(Value value) {
    if (value instanceof Text t) {
      return characters(t);
    }
    if (value instanceof ListValue l) {
      return l.items().iterator();
    }
    if (value instanceof TupleValue t) {
      return t.items().iterator();
    }
    if (value instanceof DictValue d) {
      return d.keys().iterator();
    }
    if (value instanceof DictView v) {
      return v.items().iterator();
    }
    if (value instanceof RangeValue r) {
      return IntStream.range(0, r.length()).mapToObj(r::at).iterator();
    }
    if (value instanceof IteratorValue i) {
      return i.items();
    }
    if (value instanceof Iterated m) {
      return m.iterator();
    }
    if (value instanceof Value.Undefined) {
      return Collections.emptyIterator();
    }
    throw new TemplateFault("'" + value.type() + "' object is not iterable");
  }

  private static Iterator<Value> characters(Text text) {
    return IntStream.range(0, text.length())
        .mapToObj(i -> (Value) text.asMarkup(false).sub(i, i + 1))
        .iterator();
  }

  /** Whether {@link #iterate} works. */
  public static boolean isIterable(Value value) {
    boolean scalar = value == Value.None.NONE || Numbers.isNumber(value);
    return value instanceof Iterated || !(scalar || value instanceof Member);
  }

  /** All elements. */
  public static List<Value> list(Value value, Budget budget) {
    if (value instanceof ListValue l) {
      budget.make(l.items().size());
      return l.items();
    }
    List<Value> items = new ArrayList<>();
    iterate(value, budget).forEachRemaining(items::add);
    budget.make(items.size());
    return items;
  }

  /** Python's {@code len(x)}, or null for what has none. */
  public static @Nullable Integer length(Value value) {
    if (value instanceof Text t) {
      return t.length();
    }
    if (value instanceof ListValue l) {
      return l.items().size();
    }
    if (value instanceof TupleValue t) {
      return t.items().size();
    }
    if (value instanceof DictValue d) {
      return d.size();
    }
    if (value instanceof DictView v) {
      return v.dict().size();
    }
    if (value instanceof RangeValue r) {
      return r.length();
    }
    if (value instanceof Iterated m) {
      return m.length();
    }
    return value instanceof Value.Undefined ? 0 : null;
  }

  /** Python's {@code len(x)}. */
  public static int requireLength(Value value) {
    Integer length = length(value);
    if (length == null) {
      throw new TemplateFault("object of type '" + value.type() + "' has no len()");
    }
    return length;
  }

  /** Python's {@code reversed(x)}, or null where it has none. */
  public static @Nullable Iterator<Value> reversed(Value value, Budget budget) {
    if (length(value) == null || value instanceof Member) {
      return null;
    }
    List<Value> items = new ArrayList<>(list(value, budget));
    Collections.reverse(items);
    return items.iterator();
  }

  /** Python's {@code item in container}. */
  public static boolean contains(Value container, Value item, Budget budget) {
    if (container instanceof Text text) {
      if (item instanceof Text part) {
        return text.indexOf(part, 0, text.length(), budget) >= 0;
      }
      throw new TemplateFault("'in <string>' requires string as left operand, not " + item.type());
    }
    if (container instanceof DictValue dict) {
      return dict.get(item) != null;
    }
    if (container instanceof DictView view && view.kind() == DictView.Kind.KEYS) {
      return view.dict().get(item) != null;
    }
    if (!isIterable(container)) {
      throw new TemplateFault("argument of type '" + container.type() + "' is not iterable");
    }
    Iterator<Value> items = iterate(container, budget);
    while (items.hasNext()) {
      if (Comparison.equal(items.next(), item, budget)) {
        return true;
      }
    }
    return false;
  }

  /** An object that can be walked through. */
  public interface Iterated extends Member {
    Iterator<Value> iterator();

    /** Its length. */
    int length();
  }
}
