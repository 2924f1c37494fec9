package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Namespace;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextBuilder;
import org.affectgpt.io.template.value.Value;

/** Does what statements say. */
final class Renderer {
  /** How a body ended. */
  enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final Run run;
  private final Evaluator evaluator;
  private final UnsetNames unset;
  private final Scope root;

  /**
   * @param globals what the template is given
   */
  Renderer(Run run, UnsetNames unset, Scope globals, List<Statement> template) {
    this.run = run;
    this.unset = unset;
    this.evaluator = new Evaluator(run);
    this.root = scope(template, globals);
  }

  /** The template's own variables. */
  Scope root() {
    return root;
  }

  /** Variables of a body over those around it. */
  Scope scope(List<Statement> body, Scope around) {
    return new Scope(around, unset.in(body));
  }

  Flow render(List<Statement> body, Scope scope, TextBuilder out) {
    for (Statement statement : body) {
      Flow flow = render(statement, scope, out);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  /** A body as a text of its own. */
  Text text(List<Statement> body, Scope scope) {
    TextBuilder out = new TextBuilder(run.budget());
    render(body, scope, out);
    return out.text();
  }

  Run run() {
    return run;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  private Flow render(Statement statement, Scope scope, TextBuilder out) {
    run.budget().enter();
    run.at(statement.line());
    Flow flow = Flow.ON;
    if (statement instanceof Statement.Data d) {
      out.add(d.text());
    } else if (statement instanceof Statement.Print p) {
      out.add(run.str(evaluator.eval(p.value(), scope)));
    } else if (statement instanceof Statement.If i) {
      flow = branch(i, scope, out);
    } else if (statement instanceof Statement.For f) {
      flow = loop(f, scope, out);
    } else if (statement instanceof Statement.Assign a) {
      checkNamespaces(a.target(), scope);
      assign(a.target(), evaluator.eval(a.value(), scope), scope);
    } else if (statement instanceof Statement.Jump j) {
      flow = j.out() ? Flow.BREAK : Flow.CONTINUE;
    } else {
      flow = block(statement, scope, out);
    }
    run.budget().leave();
    return flow;
  }

  private Flow block(Statement statement, Scope scope, TextBuilder out) {
    if (statement instanceof Statement.AssignBlock a) {
      return assignBlock(a, scope);
    }
    if (statement instanceof Statement.FilterBlock f) {
      return filterBlock(f, scope, out);
    }
    if (statement instanceof Statement.With w) {
      Scope inner = scope(w.body(), scope);
      for (int i = 0; i < w.targets().size(); i++) {
        assign(w.targets().get(i), evaluator.eval(w.values().get(i), scope), inner);
      }
      return render(w.body(), inner, out);
    }
    if (statement instanceof Statement.Macro m) {
      scope.set(m.procedure().name(), new MacroValue(m.procedure(), scope, this));
    } else if (statement instanceof Statement.CallBlock c) {
      Value caller = new MacroValue(c.caller(), scope, this);
      Value function = evaluator.eval(c.call().function(), scope);
      Arguments given = evaluator.given(c.call().given(), scope).with("caller", caller);
      out.add(run.str(evaluator.call(function, given)));
    } else if (statement instanceof Statement.Scoped s) {
      out.add(text(s.body(), scope(s.body(), scope)));
    } else if (statement instanceof Statement.Block b) {
      render(b.body(), scope(b.body(), b.scoped() ? scope : root), out);
    } else if (statement instanceof Statement.Refused r) {
      throw new TemplateFault("the tag '" + r.tag() + "' is not supported");
    }
    return Flow.ON;
  }

  private Flow filterBlock(Statement.FilterBlock f, Scope scope, TextBuilder out) {
    Scope inner = scope(f.body(), scope);
    TextBuilder body = new TextBuilder(run.budget());
    Flow flow = render(f.body(), inner, body);
    if (flow == Flow.ON) {
      inner.set(Statement.BODY, body.text());
      out.add(run.str(evaluator.eval(f.filter(), inner)));
    }
    return flow;
  }

  private Flow branch(Statement.If i, Scope scope, TextBuilder out) {
    for (int t = 0; t < i.tests().size(); t++) {
      if (evaluator.eval(i.tests().get(t), scope).isTrue()) {
        return render(i.bodies().get(t), scope, out);
      }
    }
    return render(i.otherwise(), scope, out);
  }

  private Flow assignBlock(Statement.AssignBlock a, Scope scope) {
    Scope inner = scope(a.body(), scope);
    TextBuilder body = new TextBuilder(run.budget());
    Flow flow = render(a.body(), inner, body);
    if (flow == Flow.ON) {
      checkNamespaces(a.target(), scope);
      inner.set(Statement.BODY, body.text());
      assign(a.target(), evaluator.eval(a.filter(), inner), scope);
    }
    return flow;
  }

  private void checkNamespaces(Target target, Scope scope) {
    if (target instanceof Target.Member m) {
      namespace(m, scope);
    } else if (target instanceof Target.Unpacked u) {
      u.targets().forEach(t -> checkNamespaces(t, scope));
    }
  }

  private static Namespace namespace(Target.Member m, Scope scope) {
    if (scope.get(m.namespace()) instanceof Namespace namespace) {
      return namespace;
    }
    throw new TemplateFault(
        "cannot assign attribute on non-namespace object '" + m.namespace() + "'");
  }

  /** Gives a value to a target. */
  void assign(Target target, Value value, Scope scope) {
    if (target instanceof Target.Name n) {
      scope.set(n.name(), value);
    } else if (target instanceof Target.Member m) {
      namespace(m, scope).set(m.name(), value);
    } else if (target instanceof Target.Unpacked u) {
      unpack(u.targets(), value, scope);
    }
  }

  private void unpack(List<Target> targets, Value value, Scope scope) {
    Iterator<Value> items = run.iterate(value);
    List<Value> values = new ArrayList<>();
    while (values.size() < targets.size()) {
      if (!items.hasNext()) {
        throw new TemplateFault(
            "not enough values to unpack (expected "
                + targets.size()
                + ", got "
                + values.size()
                + ")");
      }
      values.add(items.next());
    }
    if (items.hasNext()) {
      throw new TemplateFault("too many values to unpack (expected " + targets.size() + ")");
    }
    for (int i = 0; i < targets.size(); i++) {
      assign(targets.get(i), values.get(i), scope);
    }
  }

  private Flow loop(Statement.For f, Scope scope, TextBuilder out) {
    Value items = evaluator.eval(f.items(), scope);
    return loop(f, items, scope, out, 0);
  }

  /** Jinja's quirk is kept: {@code else} also follows where no body ran to its end. */
  private Flow loop(Statement.For f, Value items, Scope scope, TextBuilder out, int depth) {
    Iterator<Value> all = run.iterate(items);
    Iterator<Value> chosen =
        f.test() == null ? all : new FilteringIterator(all, item -> isChosen(f, item, scope));
    Recursion recursion =
        !f.recursive()
            ? null
            : inner -> {
              TextBuilder text = new TextBuilder(run.budget());
              run.budget().enter();
              loop(f, inner, scope, text, depth + 1);
              run.budget().leave();
              return text.text();
            };
    LoopValue loop =
        new LoopValue(f.test() == null ? items : null, chosen, recursion, depth, run.budget());
    boolean completed = false;
    while (loop.advance()) {
      Scope inner = scope(f.body(), scope);
      inner.set("loop", loop);
      assign(f.target(), loop.current(), inner);
      Flow flow = render(f.body(), inner, out);
      if (flow == Flow.BREAK) {
        break;
      }
      completed |= flow == Flow.ON;
    }
    return completed ? Flow.ON : render(f.otherwise(), scope(f.otherwise(), scope), out);
  }

  private boolean isChosen(Statement.For f, Value item, Scope scope) {
    if (f.test() == null) {
      return true;
    }
    Scope inner = new Scope(scope);
    assign(f.target(), item, inner);
    return evaluator.eval(f.test(), inner).isTrue();
  }

  /** A recursive loop over further items, as a text. */
  interface Recursion {
    Value over(Value items);
  }
}
