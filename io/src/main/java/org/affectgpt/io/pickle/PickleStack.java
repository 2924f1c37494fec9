package org.affectgpt.io.pickle;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machine's stack with its marks; nothing below the last mark can be taken. */
final class PickleStack {
  private final List<@Nullable Object> items = new ArrayList<>();
  private final IntArrayList marks = new IntArrayList();

  private int floor() {
    return marks.isEmpty() ? 0 : marks.getInt(marks.size() - 1);
  }

  void push(@Nullable Object value) {
    items.add(value);
  }

  void mark() {
    marks.add(items.size());
  }

  @Nullable Object peek() {
    if (items.size() <= floor()) {
      throw new PickleException("is damaged: it takes a value that is not there");
    }
    return items.getLast();
  }

  @Nullable Object pop() {
    peek();
    return items.removeLast();
  }

  /** Python's POP takes a mark when it is on top. */
  void popOrMark() {
    if (items.size() == floor() && !marks.isEmpty()) {
      marks.popInt();
    } else {
      pop();
    }
  }

  /** Takes the values above the last mark, and the mark. */
  List<@Nullable Object> popToMark() {
    if (marks.isEmpty()) {
      throw new PickleException("is damaged: it takes values up to a mark that is not there");
    }
    List<@Nullable Object> above = items.subList(marks.popInt(), items.size());
    List<@Nullable Object> taken = new ArrayList<>(above);
    above.clear();
    return taken;
  }

  /** The value above which the taken ones lay. */
  <T> T peek(Class<T> type, String what) {
    Object top = peek();
    if (!type.isInstance(top)) {
      throw new PickleException(
          "is damaged: it adds to " + PickleArguments.describe(top) + " as to " + what);
    }
    return type.cast(top);
  }
}
