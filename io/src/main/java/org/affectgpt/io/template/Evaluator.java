package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Comparison;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Member;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.Slices;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextBuilder;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;

/** Works expressions out. */
final class Evaluator {
  private final Run run;

  Evaluator(Run run) {
    this.run = run;
  }

  Value eval(Expression e, Scope scope) {
    run.budget().enter();
    Value value = e instanceof Expression.Constant c ? c.value() : worked(e, scope);
    run.budget().leave();
    return value;
  }

  private Value worked(Expression e, Scope scope) {
    if (e instanceof Expression.Name n) {
      return variable(n.name(), scope);
    }
    if (e instanceof Expression.Attribute a) {
      return run.access().attribute(eval(a.of(), scope), a.name());
    }
    if (e instanceof Expression.Item i) {
      return run.access().subscript(eval(i.of(), scope), eval(i.key(), scope));
    }
    if (e instanceof Expression.Compare c) {
      return Value.Bool.of(compare(c, scope));
    }
    if (e instanceof Expression.Logic l) {
      Value left = eval(l.left(), scope);
      return left.isTrue() == l.and() ? eval(l.right(), scope) : left;
    }
    if (e instanceof Expression.Not n) {
      return Value.Bool.of(!eval(n.of(), scope).isTrue());
    }
    if (e instanceof Expression.Binary b) {
      return run.operators().apply(b.operator(), eval(b.left(), scope), eval(b.right(), scope));
    }
    if (e instanceof Expression.Call c) {
      return call(eval(c.function(), scope), given(c.given(), scope));
    }
    if (e instanceof Expression.Filter f) {
      Value of = eval(f.of(), scope);
      Arguments given = given(f.given(), scope);
      run.at(f.line());
      return Filters.apply(f.name(), of, given, run);
    }
    if (e instanceof Expression.Test t) {
      Value of = eval(t.of(), scope);
      return Value.Bool.of(Tests.holds(t.name(), of, given(t.given(), scope), run));
    }
    return made(e, scope);
  }

  private Value made(Expression e, Scope scope) {
    if (e instanceof Expression.Sequence s) {
      return sequence(s, scope);
    }
    if (e instanceof Expression.Dict d) {
      return dict(d, scope);
    }
    if (e instanceof Expression.Conditional c) {
      return conditional(c, scope);
    }
    if (e instanceof Expression.Sign s) {
      return run.operators().sign(s.minus(), eval(s.of(), scope));
    }
    if (e instanceof Expression.Concat c) {
      return concat(c, scope);
    }
    if (e instanceof Expression.Slice s) {
      return Slices.slice(
          eval(s.of(), scope),
          eval(s.from(), scope),
          eval(s.to(), scope),
          eval(s.step(), scope),
          run.budget());
    }
    throw new IllegalStateException("an expression of no kind");
  }

  private static Value variable(String name, Scope scope) {
    Value value = scope.get(name);
    if (value != null) {
      return value;
    }
    if (name.equals("self")) {
      throw new TemplateFault("the variable 'self' is not supported");
    }
    return Scope.undefined(name);
  }

  private Value sequence(Expression.Sequence s, Scope scope) {
    List<Value> items = new ArrayList<>(s.items().size());
    for (Expression item : s.items()) {
      items.add(eval(item, scope));
    }
    return s.tuple() ? TupleValue.of(items) : new ListValue(items);
  }

  private Value dict(Expression.Dict d, Scope scope) {
    DictValue.Builder dict = new DictValue.Builder();
    for (int i = 0; i < d.keys().size(); i++) {
      dict.put(eval(d.keys().get(i), scope), eval(d.values().get(i), scope));
    }
    return dict.build();
  }

  private Value conditional(Expression.Conditional c, Scope scope) {
    if (eval(c.test(), scope).isTrue()) {
      return eval(c.then(), scope);
    }
    return c.otherwise() != null
        ? eval(c.otherwise(), scope)
        : new Value.Undefined(
            "the inline if-expression on line "
                + c.line()
                + " evaluated to false and no else section was defined");
  }

  private boolean compare(Expression.Compare c, Scope scope) {
    Value left = eval(c.operands().get(0), scope);
    for (int i = 0; i < c.operators().size(); i++) {
      Value right = eval(c.operands().get(i + 1), scope);
      if (!holds(left, c.operators().get(i), right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private boolean holds(Value left, String operator, Value right) {
    return switch (operator) {
      case "==" -> Comparison.equal(left, right, run.budget());
      case "!=" -> !Comparison.equal(left, right, run.budget());
      case "in" -> Sequences.contains(right, left, run.budget());
      case "not in" -> !Sequences.contains(right, left, run.budget());
      default -> Comparison.holds(left, operator, right, run.budget());
    };
  }

  private Text concat(Expression.Concat c, Scope scope) {
    List<Value> parts = new ArrayList<>();
    c.parts().forEach(p -> parts.add(eval(p, scope)));
    TextBuilder out = new TextBuilder(run.budget());
    parts.forEach(p -> out.add(run.str(p)));
    return out.text();
  }

  /** The arguments of a call, worked out. */
  Arguments given(Expression.Given given, Scope scope) {
    if (given == Expression.Given.NOTHING) {
      return Arguments.NONE;
    }
    List<Value> positional = new ArrayList<>();
    given.positional().forEach(e -> positional.add(eval(e, scope)));
    Map<String, Value> named = new LinkedHashMap<>();
    given.named().forEach((name, e) -> named.put(name, eval(e, scope)));
    if (given.list() != null) {
      positional.addAll(run.list(eval(given.list(), scope)));
    }
    if (given.dict() != null) {
      if (!(eval(given.dict(), scope) instanceof DictValue dict)) {
        throw new TemplateFault("argument after ** must be a mapping");
      }
      for (DictValue.Entry entry : dict.entries()) {
        if (!(entry.key() instanceof Text key)) {
          throw new TemplateFault("keywords must be strings");
        }
        if (named.put(key.toString(), entry.value()) != null) {
          throw new TemplateFault("got several values for the argument '" + key + "'");
        }
      }
    }
    return new Arguments(positional, named);
  }

  Value call(Value function, Arguments arguments) {
    if (function instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (function instanceof Member member && member.isCallable()) {
      return member.call(arguments);
    }
    throw new TemplateFault("'" + function.type() + "' object is not callable");
  }
}
