package org.affectgpt.io.template;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which variables of each body begin as undefined. Jinja decides when it reads a template whose a
 * name is: one that a body sets before it reads it, and that no body around it knows, is the body's
 * own from its first line on and hides what the template was given under that name.
 */
final class UnsetNames {
  private final Map<List<Statement>, Set<String>> unset = new IdentityHashMap<>();

  /** The names that a body, and those around it, have seen. */
  private static final class Names {
    private final @Nullable Names outer;
    private final Set<String> known;
    private final Set<String> stored;
    private final Set<String> unset;

    Names(@Nullable Names outer) {
      this(outer, new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    private Names(@Nullable Names outer, Set<String> known, Set<String> stored, Set<String> unset) {
      this.outer = outer;
      this.known = known;
      this.stored = stored;
      this.unset = unset;
    }

    Names copy() {
      return new Names(outer, new HashSet<>(known), new HashSet<>(stored), new HashSet<>(unset));
    }

    boolean knows(String name) {
      return known.contains(name) || (outer != null && outer.knows(name));
    }

    void load(String name) {
      if (!knows(name)) {
        known.add(name);
      }
    }

    void store(String name) {
      stored.add(name);
      if (known.add(name) && (outer == null || !outer.knows(name))) {
        unset.add(name);
      }
    }

    void parameter(String name) {
      stored.add(name);
      known.add(name);
      unset.remove(name);
    }

    /** What is set in some branches only is looked up outside before. */
    void join(List<Names> branches) {
      Set<String> some = new HashSet<>();
      for (Names branch : branches) {
        some.addAll(branch.stored);
      }
      some.removeAll(stored);
      for (Names branch : branches) {
        known.addAll(branch.known);
        stored.addAll(branch.stored);
        unset.addAll(branch.unset);
      }
      unset.removeAll(some);
    }
  }

  private UnsetNames() {}

  static UnsetNames of(List<Statement> template) {
    UnsetNames all = new UnsetNames();
    all.body(template, new Names(null), List.of());
    return all;
  }

  /** The names that begin as undefined in a body. */
  Set<String> in(List<Statement> body) {
    return unset.getOrDefault(body, Set.of());
  }

  private void body(List<Statement> body, Names names, List<Expression> before) {
    before.forEach(e -> read(e, names));
    body.forEach(s -> look(s, names));
    if (!names.unset.isEmpty()) {
      unset.put(body, Set.copyOf(names.unset));
    }
    body.forEach(s -> inner(s, names));
  }

  private static void read(Expression e, Names names) {
    if (e instanceof Expression.Name n) {
      names.load(n.name());
    }
    e.below().forEach(b -> read(b, names));
  }

  private static void write(Target target, Names names, boolean parameter) {
    if (target instanceof Target.Name n) {
      if (parameter) {
        names.parameter(n.name());
      } else {
        names.store(n.name());
      }
    } else if (target instanceof Target.Member m) {
      names.load(m.namespace());
    } else if (target instanceof Target.Unpacked u) {
      u.targets().forEach(t -> write(t, names, parameter));
    }
  }

  /** What a statement does to the names of the body that it stands in. */
  private static void look(Statement statement, Names names) {
    if (statement instanceof Statement.Print p) {
      read(p.value(), names);
    } else if (statement instanceof Statement.If i) {
      branches(i, names);
    } else if (statement instanceof Statement.For f) {
      read(f.items(), names);
    } else if (statement instanceof Statement.Assign a) {
      read(a.value(), names);
      write(a.target(), names, false);
    } else if (statement instanceof Statement.AssignBlock a) {
      write(a.target(), names, false);
    } else if (statement instanceof Statement.FilterBlock f) {
      read(f.filter(), names);
    } else if (statement instanceof Statement.Macro m) {
      names.store(m.procedure().name());
    } else if (statement instanceof Statement.CallBlock c) {
      read(c.call(), names);
    } else if (statement instanceof Statement.With w) {
      w.values().forEach(v -> read(v, names));
    }
  }

  private static void branches(Statement.If i, Names names) {
    read(i.tests().get(0), names);
    Names first = names.copy();
    i.bodies().get(0).forEach(s -> look(s, first));
    Names others = names.copy();
    for (int b = 1; b < i.bodies().size(); b++) {
      read(i.tests().get(b), others);
      Names one = others.copy();
      i.bodies().get(b).forEach(s -> look(s, one));
      others.join(List.of(one));
    }
    Names last = names.copy();
    i.otherwise().forEach(s -> look(s, last));
    names.join(List.of(first, others, last));
  }

  /** The bodies with names of their own within a statement. */
  private void inner(Statement statement, Names names) {
    if (statement instanceof Statement.If i) {
      i.bodies().forEach(b -> b.forEach(s -> inner(s, names)));
      i.otherwise().forEach(s -> inner(s, names));
    } else if (statement instanceof Statement.For f) {
      Names own = new Names(names);
      own.parameter("loop");
      write(f.target(), own, true);
      body(f.body(), own, List.of());
      body(f.otherwise(), new Names(names), List.of());
    } else if (statement instanceof Statement.AssignBlock a) {
      body(a.body(), new Names(names), List.of());
    } else if (statement instanceof Statement.FilterBlock f) {
      body(f.body(), new Names(names), List.of());
    } else if (statement instanceof Statement.Macro m) {
      procedure(m.procedure(), names);
    } else if (statement instanceof Statement.CallBlock c) {
      procedure(c.caller(), names);
    } else if (statement instanceof Statement.With w) {
      Names own = new Names(names);
      w.targets().forEach(t -> write(t, own, true));
      body(w.body(), own, List.of());
    } else if (statement instanceof Statement.Scoped s) {
      body(s.body(), new Names(names), List.of());
    } else if (statement instanceof Statement.Block b) {
      body(b.body(), new Names(null), List.of());
    }
  }

  private void procedure(Statement.Procedure procedure, Names names) {
    Names own = new Names(names);
    procedure.asked().forEach(own::parameter);
    procedure.parameters().forEach(own::parameter);
    body(procedure.body(), own, procedure.defaults());
  }
}
