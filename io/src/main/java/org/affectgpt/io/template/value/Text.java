package org.affectgpt.io.template.value;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A string of Python: code points, each of which knows whether a user wrote it. Who wrote a
 * character has no part in comparisons; it goes wherever the character goes.
 */
public final class Text implements Value {
  public static final Text EMPTY = new Text(new int[0], false);
  private static final int USER = 1 << 30;
  private static final int POINT = USER - 1;

  private final int[] points;
  private final boolean markup;

  private Text(int[] points, boolean markup) {
    this.points = points;
    this.markup = markup;
  }

  /** A text of the template. */
  public static Text of(String text) {
    return new Text(text.codePoints().toArray(), false);
  }

  /** A text of the user. */
  public static Text user(String text) {
    return new Text(text.codePoints().map(c -> c | USER).toArray(), false);
  }

  /** Takes marked code points over, as {@link #marked} gives them. */
  static Text ofMarked(int[] points) {
    return new Text(points, false);
  }

  /** One character, with the mark that another has. */
  static int withMarkOf(int marked, int point) {
    return point | (marked & USER);
  }

  public int length() {
    return points.length;
  }

  /** The code point at a place. */
  public int at(int i) {
    return points[i] & POINT;
  }

  /** The code point with its mark, to put into another text. */
  int marked(int i) {
    return points[i];
  }

  /** Whether it is Jinja's Markup, which escapes what is added to it. */
  public boolean isMarkup() {
    return markup;
  }

  /** The same, as Markup or not. */
  public Text asMarkup(boolean on) {
    return on == markup ? this : new Text(points, on);
  }

  /** A part. */
  public Text sub(int from, int to) {
    return from == 0 && to == points.length
        ? this
        : new Text(Arrays.copyOfRange(points, from, Math.max(from, to)), markup);
  }

  /** Where another text begins, at {@code from} or later, and ends before {@code to}; or -1. */
  public int indexOf(Text part, int from, int to, Budget budget) {
    return search(part, from, to - part.length(), 1, budget);
  }

  /** The last place at which another text begins, at {@code from} or later; or -1. */
  public int lastIndexOf(Text part, int from, int to, Budget budget) {
    return search(part, to - part.length(), from, -1, budget);
  }

  /** Spends a step on every 64 characters compared. */
  private int search(Text part, int first, int last, int step, Budget budget) {
    long compared = 0;
    int found = -1;
    for (int i = first; found < 0 && step * i <= step * last; i += step) {
      int equal = 0;
      while (equal < part.points.length && at(i + equal) == part.at(equal)) {
        equal++;
      }
      found = equal == part.points.length ? i : -1;
      compared += equal + 1;
      if (compared >= 1 << 16) {
        budget.spend(compared / 64);
        compared = 0;
      }
    }
    budget.spend(compared / 64);
    return found;
  }

  /** Whether another text begins at this place. */
  public boolean matches(Text part, int at) {
    if (at < 0 || at + part.length() > points.length) {
      return false;
    }
    for (int i = 0; i < part.points.length; i++) {
      if (at(at + i) != part.at(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a character is among these. */
  boolean contains(int point) {
    for (int i = 0; i < points.length; i++) {
      if (at(i) == point) {
        return true;
      }
    }
    return false;
  }

  /** By code points, as Python compares. */
  public int compareTo(Text other) {
    int n = Math.min(points.length, other.points.length);
    for (int i = 0; i < n; i++) {
      if (at(i) != other.at(i)) {
        return Integer.compare(at(i), other.at(i));
      }
    }
    return Integer.compare(points.length, other.points.length);
  }

  /** Which UTF-16 units of {@link #toString} a user wrote. */
  public BitSet userUnits() {
    BitSet units = new BitSet();
    int unit = 0;
    for (int i = 0; i < points.length; i++) {
      int next = unit + Character.charCount(at(i));
      if ((points[i] & USER) != 0) {
        units.set(unit, next);
      }
      unit = next;
    }
    return units;
  }

  @Override
  public boolean isTrue() {
    return points.length > 0;
  }

  @Override
  public String type() {
    return markup ? "Markup" : "str";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && points.length == text.points.length && matches(text, 0);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < points.length; i++) {
      hash = 31 * hash + at(i);
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(points.length);
    for (int i = 0; i < points.length; i++) {
      text.appendCodePoint(at(i));
    }
    return text.toString();
  }
}
