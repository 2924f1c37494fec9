package org.affectgpt.io.regex;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** A set of code points: the sorted places where membership changes, first into the set. */
final class CharSet {
  static final int END = Character.MAX_CODE_POINT + 1;
  private static final int FIRST_EMPTY_PLANE = 0x40000;
  private static final int TAGS = 0xE0000;
  private static final int TAGS_END = 0xF0000;

  /** Where the last two places of a plane, which never hold characters, begin. */
  private static final int NONCHARACTERS = 0xFFFE;

  static final CharSet NONE = new CharSet(new int[0]);
  static final CharSet ALL = range(0, END - 1);

  private final int[] changes;

  private CharSet(int[] changes) {
    this.changes = changes;
  }

  static CharSet of(int... codePoints) {
    IntArrayList changes = new IntArrayList(2 * codePoints.length);
    for (int c : Arrays.stream(codePoints).sorted().distinct().toArray()) {
      toggle(changes, c);
      changes.add(c + 1);
    }
    return new CharSet(changes.toIntArray());
  }

  /** {@code first} to {@code last}, both included. */
  static CharSet range(int first, int last) {
    return new CharSet(new int[] {first, last + 1});
  }

  /**
   * All code points for which a property of Unicode holds. The inside of the planes without
   * characters, and of those for private use, is uniform and not looked at.
   */
  static CharSet where(IntPredicate property) {
    IntArrayList changes = new IntArrayList();
    boolean inside = false;
    for (int c = 0; c < END; c++) {
      if (property.test(c) != inside) {
        inside = !inside;
        changes.add(c);
      }
      boolean assigned = c < FIRST_EMPTY_PLANE || (c >= TAGS && c < TAGS_END);
      if (!assigned && (c & 0xFFFF) == 0) {
        c += NONCHARACTERS - 1;
      }
    }
    if (inside) {
      changes.add(END);
    }
    return new CharSet(changes.toIntArray());
  }

  /** The places where membership changes, in order. */
  int[] changes() {
    return changes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharSet set && Arrays.equals(changes, set.changes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(changes);
  }

  boolean contains(int c) {
    int at = Arrays.binarySearch(changes, c);
    return ((at >= 0 ? at + 1 : -at - 1) & 1) == 1;
  }

  boolean isEmpty() {
    return changes.length == 0;
  }

  CharSet negate() {
    IntArrayList negated = new IntArrayList(changes.length + 2);
    toggle(negated, 0);
    for (int change : changes) {
      toggle(negated, change);
    }
    toggle(negated, END);
    return new CharSet(negated.toIntArray());
  }

  /** Two changes at one place are none. */
  private static void toggle(IntArrayList changes, int at) {
    if (!changes.isEmpty() && changes.getInt(changes.size() - 1) == at) {
      changes.removeInt(changes.size() - 1);
    } else {
      changes.add(at);
    }
  }

  CharSet union(CharSet other) {
    return merge(other, false);
  }

  CharSet intersect(CharSet other) {
    return merge(other, true);
  }

  private CharSet merge(CharSet other, boolean both) {
    IntArrayList merged = new IntArrayList(changes.length + other.changes.length);
    boolean inside = false;
    int i = 0;
    int j = 0;
    while (i < changes.length || j < other.changes.length) {
      int a = i < changes.length ? changes[i] : Integer.MAX_VALUE;
      int b = j < other.changes.length ? other.changes[j] : Integer.MAX_VALUE;
      int at = Math.min(a, b);
      i += a == at ? 1 : 0;
      j += b == at ? 1 : 0;
      boolean now = both ? (i & j & 1) == 1 : ((i | j) & 1) == 1;
      if (now != inside) {
        inside = now;
        merged.add(at);
      }
    }
    return new CharSet(merged.toIntArray());
  }
}
