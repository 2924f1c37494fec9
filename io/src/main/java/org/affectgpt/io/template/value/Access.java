package org.affectgpt.io.template.value;

import org.jspecify.annotations.Nullable;

/** {@code x.name} and {@code x[key]} as Jinja's sandbox resolves them. */
public final class Access {
  private final Budget budget;

  public Access(Budget budget) {
    this.budget = budget;
  }

  /** {@code object.name}: the attribute, else the item, else undefined. */
  public Value attribute(Value object, String name) {
    if (object instanceof Value.Undefined u) {
      throw u.fault();
    }
    Value found = own(object, name);
    if (found != null) {
      return found;
    }
    Value item = item(object, Text.of(name));
    return item != null ? item : missing(object, "attribute '" + name + "'");
  }

  /** {@code object[key]}: the item, else the attribute, else undefined. */
  public Value subscript(Value object, Value key) {
    if (object instanceof Value.Undefined u) {
      throw u.fault();
    }
    Value item = item(object, key);
    if (item != null) {
      return item;
    }
    if (key instanceof Text name) {
      Value found = own(object, name.toString());
      return found != null ? found : missing(object, "attribute '" + name + "'");
    }
    return missing(object, "element " + Repr.repr(key, budget));
  }

  /** The attribute alone: the filter {@code attr}. */
  public Value attributeOnly(Value object, String name) {
    if (object instanceof Value.Undefined u) {
      throw u.fault();
    }
    Value found = own(object, name);
    return found != null ? found : missing(object, "attribute '" + name + "'");
  }

  private static Value.Undefined missing(Value object, String what) {
    String of =
        object == Value.None.NONE
            ? "'None'"
            : "'"
                + (object instanceof Namespace ? "jinja2.utils." : "")
                + object.type()
                + " object'";
    return new Value.Undefined(of + " has no " + what);
  }

  /** What the sandbox keeps from templates: undefined, and an error when it is used. */
  private static Value.Undefined unsafe(Value object, String name) {
    return new Value.Undefined(
        "access to attribute '" + name + "' of '" + object.type() + "' object is unsafe");
  }

  private @Nullable Value own(Value object, String name) {
    if (name.startsWith("__")) {
      boolean item = object instanceof DictValue d && d.get(name) != null;
      return name.endsWith("__") && !item ? unsafe(object, name) : null;
    }
    if (Methods.isUnsafe(object, name)) {
      return unsafe(object, name);
    }
    if (object instanceof Member m) {
      return m.attribute(name);
    }
    return Methods.of(object, name, budget);
  }

  private static @Nullable Value item(Value object, Value key) {
    if (object instanceof DictValue d) {
      return HashKey.isHashable(key) ? d.get(key) : null;
    }
    Integer length = object instanceof Sequences.Iterated ? null : Sequences.length(object);
    int i = length == null ? -1 : Slices.index(key, length);
    if (i < 0) {
      return null;
    }
    if (object instanceof Text t) {
      return t.sub(i, i + 1);
    }
    if (object instanceof ListValue l) {
      return l.items().get(i);
    }
    if (object instanceof TupleValue t) {
      return t.items().get(i);
    }
    return object instanceof RangeValue r ? r.at(i) : null;
  }
}
