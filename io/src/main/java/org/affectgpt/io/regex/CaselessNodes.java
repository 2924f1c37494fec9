package org.affectgpt.io.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes out what letters and sets match whose case is ignored, as Oniguruma does: letters that
 * stand together match a character that folds to them, a character matches what it folds to, and so
 * does a set that holds it. Behind a place only single characters are followed.
 */
final class CaselessNodes {
  private final CaseFolding folding;

  /** What single letters became, where they can stand for several. */
  private final Map<Integer, Node> singles = new HashMap<>();

  CaselessNodes(CaseFolding folding) {
    this.folding = folding;
  }

  Node resolve(Node node, boolean behind) {
    if (node instanceof Node.Letter letter) {
      return run(List.of(letter.c()), behind);
    } else if (node instanceof Node.Cased cased) {
      return behind || cased.folds().isEmpty() ? new Node.One(cased.set()) : choice(cased);
    } else if (node instanceof Node.Sequence s) {
      return sequence(s, behind);
    } else if (node instanceof Node.Choice c) {
      return new Node.Choice(c.options().stream().map(o -> resolve(o, behind)).toList());
    } else if (node instanceof Node.Repeat r) {
      return new Node.Repeat(resolve(r.body(), behind), r.min(), r.max(), r.greed());
    } else if (node instanceof Node.Look l) {
      boolean back = behind || l.behind();
      return new Node.Look(resolve(l.body(), back), l.behind(), l.negated());
    } else if (node instanceof Node.Atomic a) {
      return new Node.Atomic(resolve(a.body(), behind));
    }
    return node;
  }

  private Node sequence(Node.Sequence sequence, boolean behind) {
    List<Node> parts = new ArrayList<>();
    List<Integer> letters = new ArrayList<>();
    for (Node part : flat(sequence, new ArrayList<>())) {
      if (part instanceof Node.Letter letter) {
        letters.add(letter.c());
      } else {
        flush(letters, behind, parts);
        parts.add(resolve(part, behind));
      }
    }
    flush(letters, behind, parts);
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(List.copyOf(parts));
  }

  private static List<Node> flat(Node.Sequence sequence, List<Node> flat) {
    for (Node part : sequence.parts()) {
      if (part instanceof Node.Sequence inner) {
        flat(inner, flat);
      } else {
        flat.add(part);
      }
    }
    return flat;
  }

  private void flush(List<Integer> letters, boolean behind, List<Node> parts) {
    if (!letters.isEmpty()) {
      parts.add(run(List.copyOf(letters), behind));
      letters.clear();
    }
  }

  /** Letters one after the other. */
  private Node run(List<Integer> letters, boolean behind) {
    List<Node> parts = new ArrayList<>();
    for (int at = 0; at < letters.size(); ) {
      int together = behind ? 0 : folding.together(letters, at);
      if (together > 0) {
        parts.add(together(letters.subList(at, at + together)));
        at += together;
      } else {
        int letter = letters.get(at++);
        parts.add(behind ? letter(letter) : singles.computeIfAbsent(letter, this::single));
      }
    }
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(List.copyOf(parts));
  }

  /** A letter in its cases. */
  private Node.One letter(int letter) {
    return new Node.One(folding.close(CharSet.of(letter)));
  }

  /** The same, or what it folds to. */
  private Node single(int letter) {
    CharSet set = letter(letter).set();
    List<String> folds = folding.multiple(set);
    return folds.isEmpty() ? new Node.One(set) : choice(new Node.Cased(set, folds));
  }

  /** Letters that others fold to: each as it is, or one of the others for all. */
  private Node together(List<Integer> letters) {
    List<Node> each = new ArrayList<>();
    letters.forEach(c -> each.add(letter(c)));
    Node others = new Node.One(folding.folding(letters));
    return new Node.Choice(List.of(new Node.Sequence(List.copyOf(each)), others));
  }

  /** A set: one of its characters, or what one of them folds to. */
  private Node choice(Node.Cased cased) {
    List<Node> options = new ArrayList<>();
    options.add(new Node.One(cased.set()));
    for (String fold : cased.folds()) {
      options.add(together(fold.codePoints().boxed().toList()));
    }
    return new Node.Choice(List.copyOf(options));
  }
}
