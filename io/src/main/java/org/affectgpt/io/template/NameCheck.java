package org.affectgpt.io.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.affectgpt.io.template.value.Budget;

/**
 * Looks for filters and tests that do not exist, and for expressions too deep to work out. Within
 * {@code if} names count when they are reached, anywhere else at once; so it is in Jinja.
 */
final class NameCheck {
  private final Set<String> filters;
  private final Set<String> tests;
  private int line = 1;

  NameCheck(Set<String> filters, Set<String> tests) {
    this.filters = filters;
    this.tests = tests;
  }

  void check(List<Statement> body, boolean soft) {
    body.forEach(s -> check(s, soft));
  }

  private void check(Statement statement, boolean soft) {
    line = statement.line();
    if (statement instanceof Statement.Print p) {
      check(p.value(), soft);
    } else if (statement instanceof Statement.If i) {
      i.tests().forEach(t -> check(t, true));
      i.bodies().forEach(b -> check(b, true));
      check(i.otherwise(), true);
    } else if (statement instanceof Statement.For f) {
      check(f.items(), soft);
      if (f.test() != null) {
        check(f.test(), false);
      }
      check(f.body(), false);
      check(f.otherwise(), false);
    } else if (statement instanceof Statement.Assign a) {
      check(a.value(), soft);
    } else if (statement instanceof Statement.AssignBlock a) {
      check(a.filter(), false);
      check(a.body(), false);
    } else if (statement instanceof Statement.FilterBlock f) {
      check(f.filter(), false);
      check(f.body(), false);
    } else if (statement instanceof Statement.Macro m) {
      check(m.procedure());
    } else if (statement instanceof Statement.CallBlock c) {
      check(c.caller());
      check(c.call(), soft);
    } else if (statement instanceof Statement.With w) {
      w.values().forEach(v -> check(v, soft));
      check(w.body(), false);
    } else if (statement instanceof Statement.Scoped s) {
      check(s.body(), false);
    } else if (statement instanceof Statement.Block b) {
      check(b.body(), false);
    }
  }

  private void check(Statement.Procedure procedure) {
    procedure.defaults().forEach(d -> check(d, false));
    check(procedure.body(), false);
  }

  private record Place(Expression e, boolean soft, int depth) {}

  /** Walks without recursion: chains of operators and filters may be as long as the template. */
  private void check(Expression whole, boolean soft) {
    Deque<Place> open = new ArrayDeque<>();
    open.push(new Place(whole, soft, 0));
    while (!open.isEmpty()) {
      Place place = open.pop();
      Expression e = place.e();
      boolean within = place.soft() || e instanceof Expression.Conditional;
      if (!within && e instanceof Expression.Filter f && !filters.contains(f.name())) {
        throw new SyntaxFault(f.line(), "there is no filter '" + f.name() + "'");
      }
      if (!within && e instanceof Expression.Test t && !tests.contains(t.name())) {
        throw new SyntaxFault(t.line(), "there is no test '" + t.name() + "'");
      }
      if (place.depth() > Budget.DEPTH) {
        throw new SyntaxFault(line, "is nested more than " + Budget.DEPTH + " deep");
      }
      List<Expression> below = e.below();
      for (int i = below.size() - 1; i >= 0; i--) {
        open.push(new Place(below.get(i), within, place.depth() + 1));
      }
    }
  }
}
