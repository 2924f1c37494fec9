package org.affectgpt.io.regex;

import java.util.List;

/** A parsed expression. */
sealed interface Node {
  /** One character of a set. */
  record One(CharSet set) implements Node {}

  /** A letter whose case is ignored; only until {@link CaselessNodes} has written it out. */
  record Letter(int c) implements Node {}

  /** One character of a set whose case is ignored, or one of the texts that it folds to. */
  record Cased(CharSet set, List<String> folds) implements Node {}

  /** One after the other; empty for nothing. */
  record Sequence(List<Node> parts) implements Node {}

  /** The first that leads to a match. */
  record Choice(List<Node> options) implements Node {}

  /** How often to prefer a repetition. */
  enum Greed {
    GREEDY,
    LAZY,
    POSSESSIVE
  }

  /** {@code min} to {@code max} times; {@code Integer.MAX_VALUE} is without end. */
  record Repeat(Node body, int min, int max, Greed greed) implements Node {}

  /** Whether the body matches here, before or behind, without moving. */
  record Look(Node body, boolean behind, boolean negated) implements Node {}

  /** The body's first match, for good. */
  record Atomic(Node body) implements Node {}

  /** A place between characters. */
  enum Edge implements Node {
    TEXT_START,
    TEXT_END,
    TEXT_END_OR_LAST_NEWLINE,
    LINE_START,
    LINE_END,
    WORD_EDGE,
    NO_WORD_EDGE
  }

  /** Whether it can match without moving. */
  static boolean isNullable(Node node) {
    if (node instanceof One) {
      return false;
    } else if (node instanceof Sequence s) {
      return s.parts().stream().allMatch(Node::isNullable);
    } else if (node instanceof Choice c) {
      return c.options().stream().anyMatch(Node::isNullable);
    } else if (node instanceof Repeat r) {
      return r.min() == 0 || isNullable(r.body());
    } else if (node instanceof Atomic a) {
      return isNullable(a.body());
    }
    return true;
  }

  /** The characters with which a match that moves can begin. */
  static CharSet first(Node node) {
    if (node instanceof One o) {
      return o.set();
    } else if (node instanceof Sequence s) {
      CharSet set = CharSet.NONE;
      for (Node part : s.parts()) {
        set = set.union(first(part));
        if (!isNullable(part)) {
          break;
        }
      }
      return set;
    } else if (node instanceof Choice c) {
      CharSet set = CharSet.NONE;
      for (Node option : c.options()) {
        set = set.union(first(option));
      }
      return set;
    } else if (node instanceof Repeat r) {
      return r.max() == 0 ? CharSet.NONE : first(r.body());
    } else if (node instanceof Atomic a) {
      return first(a.body());
    }
    return CharSet.NONE;
  }

  /** The number of characters of every match, or -1 if matches differ. */
  static int length(Node node) {
    if (node instanceof One) {
      return 1;
    } else if (node instanceof Sequence s) {
      int sum = 0;
      for (Node part : s.parts()) {
        int length = length(part);
        if (length < 0) {
          return -1;
        }
        sum += length;
      }
      return sum;
    } else if (node instanceof Choice c) {
      int length = length(c.options().getFirst());
      return c.options().stream().allMatch(o -> length(o) == length) ? length : -1;
    } else if (node instanceof Repeat r) {
      int length = length(r.body());
      return length >= 0 && r.min() == r.max() ? length * r.min() : -1;
    } else if (node instanceof Atomic a) {
      return length(a.body());
    }
    return 0;
  }
}
