package org.affectgpt.io.template;

import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import org.affectgpt.io.template.value.Access;
import org.affectgpt.io.template.value.Budget;
import org.affectgpt.io.template.value.Operators;
import org.affectgpt.io.template.value.Repr;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;

/** One rendering: what it may use up, where it is, and how values are worked with in it. */
final class Run {
  private final Budget budget = new Budget();
  private final Access access = new Access(budget);
  private final Operators operators = new Operators(budget);
  private final Clock clock;
  private int line = 1;

  Run(Clock clock) {
    this.clock = clock;
  }

  Budget budget() {
    return budget;
  }

  Access access() {
    return access;
  }

  Operators operators() {
    return operators;
  }

  Clock clock() {
    return clock;
  }

  /** The line of the template that is worked on. */
  int line() {
    return line;
  }

  void at(int newLine) {
    line = newLine;
  }

  /** What printing shows. */
  Text str(Value value) {
    return Repr.str(value, budget);
  }

  /** A string as it is, anything else as printed. */
  Text soft(Value value) {
    return Repr.soft(value, budget);
  }

  Iterator<Value> iterate(Value value) {
    return Sequences.iterate(value, budget);
  }

  List<Value> list(Value value) {
    return Sequences.list(value, budget);
  }
}
