package org.affectgpt.io.regex;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a parsed expression into a program. */
final class Compiler {
  private static final int MOST_INSTRUCTIONS = 50_000;
  private static final int MOST_SETS = 2_000;

  private final IntArrayList code = new IntArrayList();
  private final List<CharSet> sets = new ArrayList<>();
  private final Map<CharSet, Integer> numbers = new HashMap<>();
  private final CharSet word;
  private int slots;

  private Compiler(CharSet word) {
    this.word = word;
  }

  /**
   * @throws IllegalArgumentException if the expression is too large or looks back over matches of
   *     different lengths
   */
  static Program compile(Node node, CharSet word) {
    Compiler compiler = new Compiler(word);
    compiler.add(node);
    compiler.emit(Program.MATCH, 0, 0, 0);
    int first = Node.isNullable(node) ? -1 : compiler.set(Node.first(node));
    CharClasses classes = new CharClasses(compiler.sets);
    return new Program(compiler.code.toIntArray(), classes, compiler.slots, first);
  }

  private int emit(int op, int a, int b, int c) {
    if (code.size() >= MOST_INSTRUCTIONS * Program.SIZE) {
      throw new IllegalArgumentException("its regular expression is too large");
    }
    int at = code.size();
    code.add(op);
    code.add(a);
    code.add(b);
    code.add(c);
    return at;
  }

  private int set(CharSet set) {
    int known = numbers.getOrDefault(set, -1);
    if (known < 0) {
      if (sets.size() == MOST_SETS) {
        throw new IllegalArgumentException("its regular expression is too large");
      }
      known = sets.size();
      numbers.put(set, known);
      sets.add(set);
    }
    return known;
  }

  private int here() {
    return code.size();
  }

  private void add(Node node) {
    if (node instanceof Node.One one) {
      emit(Program.ONE, set(one.set()), 0, 0);
    } else if (node instanceof Node.Sequence sequence) {
      sequence.parts().forEach(this::add);
    } else if (node instanceof Node.Choice choice) {
      addChoice(choice);
    } else if (node instanceof Node.Repeat repeat) {
      addRepeat(repeat);
    } else if (node instanceof Node.Look look) {
      if (look.behind()) {
        addLookBehind(look);
      } else {
        addBlock(Program.LOOK, look.body(), look.negated() ? 1 : 0, 0);
      }
    } else if (node instanceof Node.Atomic atomic) {
      addBlock(Program.ATOMIC, atomic.body(), 0, 0);
    } else if (node instanceof Node.Edge edge) {
      emit(Program.EDGE, edge.ordinal(), set(word), 0);
    }
  }

  private void addBlock(int op, Node body, int b, int c) {
    int at = emit(op, 0, b, c);
    add(body);
    emit(Program.MATCH, 0, 0, 0);
    code.set(at + 1, here());
  }

  /** Options of different lengths look back one by one. */
  private void addLookBehind(Node.Look look) {
    int length = Node.length(look.body());
    if (length >= 0) {
      addBlock(Program.LOOK_BEHIND, look.body(), look.negated() ? 1 : 0, length);
    } else if (look.body() instanceof Node.Choice choice) {
      List<Node> looks = new ArrayList<>();
      choice.options().forEach(o -> looks.add(new Node.Look(o, true, look.negated())));
      add(look.negated() ? new Node.Sequence(looks) : new Node.Choice(looks));
    } else {
      throw new IllegalArgumentException(
          "its regular expression looks back over matches of different lengths");
    }
  }

  private void addChoice(Node.Choice choice) {
    IntArrayList ends = new IntArrayList();
    int last = choice.options().size() - 1;
    for (int i = 0; i < last; i++) {
      Node option = choice.options().get(i);
      int guard = guard(option);
      int attempt = emit(Program.TRY, 0, 0, 0);
      add(option);
      ends.add(emit(Program.JUMP, 0, 0, 0));
      code.set(attempt + 1, here());
      if (guard >= 0) {
        code.set(guard + 2, here());
      }
    }
    add(choice.options().get(last));
    ends.forEach((int end) -> code.set(end + 1, here()));
  }

  /** Passes over a body that cannot match here; -1 if there is no telling. */
  private int guard(Node body) {
    return Node.isNullable(body) ? -1 : emit(Program.GUARD, set(Node.first(body)), 0, 0);
  }

  private void addRepeat(Node.Repeat repeat) {
    if (repeat.greed() == Node.Greed.POSSESSIVE && !(repeat.body() instanceof Node.One)) {
      addBlock(
          Program.ATOMIC,
          new Node.Repeat(repeat.body(), repeat.min(), repeat.max(), Node.Greed.GREEDY),
          0,
          0);
      return;
    }
    if (repeat.body() instanceof Node.One one && repeat.greed() != Node.Greed.LAZY) {
      boolean gives = repeat.greed() == Node.Greed.GREEDY;
      emit(
          gives ? Program.RUN : Program.RUN_POSSESSIVE, set(one.set()), repeat.min(), repeat.max());
      return;
    }
    for (int i = 0; i < repeat.min(); i++) {
      add(repeat.body());
    }
    int op = repeat.greed() == Node.Greed.LAZY ? Program.TRY_LATER : Program.TRY;
    if (repeat.max() == Integer.MAX_VALUE) {
      addLoop(repeat.body(), op);
      return;
    }
    IntArrayList skips = new IntArrayList();
    for (int i = repeat.min(); i < repeat.max(); i++) {
      skips.add(emit(op, 0, 0, 0));
      add(repeat.body());
    }
    skips.forEach((int skip) -> code.set(skip + 1, here()));
  }

  private void addLoop(Node body, int op) {
    int slot = Node.isNullable(body) ? slots++ : -1;
    int top = here();
    int skip = emit(op, 0, 0, 0);
    if (slot >= 0) {
      emit(Program.MARK, slot, 0, 0);
    }
    add(body);
    int progress = slot >= 0 ? emit(Program.PROGRESS, slot, 0, 0) : -1;
    emit(Program.JUMP, top, 0, 0);
    code.set(skip + 1, here());
    if (progress >= 0) {
      code.set(progress + 2, here());
    }
  }
}
