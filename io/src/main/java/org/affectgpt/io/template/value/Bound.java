package org.affectgpt.io.template.value;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The values of a function's parameters, in the order that the function names them. */
@SuppressWarnings("ArrayRecordComponent")
public record Bound(String function, @Nullable Value[] values) {
  /** Whether it was given. */
  public boolean has(int i) {
    return values[i] != null;
  }

  /** Whether it was given and is not None. */
  public boolean isSet(int i) {
    return values[i] != null && values[i] != Value.None.NONE;
  }

  /** The value, which the binding saw to be there. */
  public Value get(int i) {
    Value value = values[i];
    if (value == null) {
      throw new TemplateFault(function + "() lacks an argument");
    }
    return value;
  }

  public Value or(int i, Value otherwise) {
    Value value = values[i];
    return value == null ? otherwise : value;
  }

  public boolean flag(int i, boolean otherwise) {
    Value value = values[i];
    return value == null ? otherwise : value.isTrue();
  }

  /** A string, as it is. */
  public Text text(int i) {
    if (get(i) instanceof Text text) {
      return text;
    }
    throw new TemplateFault(function + "() needs a str, not " + get(i).type());
  }

  public Text text(int i, Text otherwise) {
    return has(i) ? text(i) : otherwise;
  }

  /** A whole number that fits; larger ones are taken for the largest. */
  public int integer(int i) {
    return clamp(Numbers.requireInt(get(i), function + "()"));
  }

  public int integer(int i, int otherwise) {
    return has(i) ? integer(i) : otherwise;
  }

  private static int clamp(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
  }
}
