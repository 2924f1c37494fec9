package org.affectgpt.io.pickle;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, with typed access; what does not fit ends in a {@link PickleException}.
 *
 * @param function the name of what is called, for messages
 * @param values the arguments
 * @param budget what calls may still copy
 */
public record PickleArguments(String function, List<@Nullable Object> values, PickleBudget budget) {
  private static final int MAX_RANK = 64;

  /** How many arguments there are. */
  public int size() {
    return values.size();
  }

  /** Fails unless there are {@code least} to {@code most} arguments. */
  public PickleArguments require(int least, int most) {
    if (size() < least || size() > most) {
      throw new PickleException("calls " + function + " with " + size() + " arguments");
    }
    return this;
  }

  /** Argument {@code index} as it is. */
  public @Nullable Object get(int index) {
    if (index >= size()) {
      throw new PickleException("calls " + function + " without argument " + index);
    }
    return values.get(index);
  }

  /** Argument {@code index}, which must be of this class. */
  public <T> T get(int index, Class<T> type) {
    Object value = get(index);
    if (!type.isInstance(value)) {
      throw new PickleException(
          "calls "
              + function
              + " with "
              + describe(value)
              + " as argument "
              + index
              + ", which is no "
              + word(type));
    }
    return type.cast(value);
  }

  /** Argument {@code index}, a tuple or list of whole numbers none of which is negative. */
  public List<Long> sizes(int index) {
    return sizes(get(index), "argument " + index + " of " + function);
  }

  /** A value within an argument, a tuple or list of whole numbers none of which is negative. */
  public List<Long> sizes(@Nullable Object value) {
    return sizes(value, "an argument of " + function);
  }

  /** Calls argument {@code index}, a function that the stream has named, with other arguments. */
  public @Nullable Object call(int index, PythonTuple arguments) {
    NamedFunction inner = get(index, NamedFunction.class);
    if (inner.name().equals(function)) {
      throw new PickleException("calls " + function + " within itself");
    }
    return inner.call(arguments, budget);
  }

  /** Fails when a stream copies too much; to be told before copying. */
  void charge(long elements) {
    budget.charge(elements);
  }

  /** A text argument that must not be longer than {@code most}. */
  public String text(int index, int most) {
    String text = get(index, String.class);
    if (text.length() > most) {
      throw new PickleException("calls " + function + " with a text of " + text.length());
    }
    return text;
  }

  /** A tuple or list of whole numbers none of which is negative. */
  static List<Long> sizes(@Nullable Object value, String what) {
    List<Long> sizes = new ArrayList<>();
    List<?> items = items(value, what);
    if (items.size() > MAX_RANK) {
      throw new PickleException("has " + items.size() + " dimensions in " + what);
    }
    for (Object item : items) {
      if (!(item instanceof Long n) || n < 0) {
        throw new PickleException("holds " + describe(item) + " in " + what);
      }
      sizes.add(n);
    }
    return sizes;
  }

  /** The items of a tuple or list. */
  static List<?> items(@Nullable Object value, String what) {
    if (value instanceof PythonTuple tuple) {
      return tuple.items();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new PickleException("has " + describe(value) + " as " + what);
  }

  /** A short word on a value, whatever its size. */
  static String describe(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Number || value instanceof Boolean) {
      String text = value.toString();
      return text.length() > 40 ? "a number" : text;
    }
    if (value instanceof Map) {
      return "a dict";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Set) {
      return "a set";
    }
    if (value instanceof MemorySegment) {
      return "bytes";
    }
    return "a " + word(value.getClass());
  }

  /** What a user calls values of a class: a tuple, not the name of ours for it. */
  private static String word(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == Long.class) {
      return "whole number";
    }
    if (type == MemorySegment.class) {
      return "run of bytes";
    }
    return type.getSimpleName()
        .replaceFirst("^(Python|Numpy|Torch|Named|Linked|Array)", "")
        .toLowerCase(Locale.ROOT);
  }
}
