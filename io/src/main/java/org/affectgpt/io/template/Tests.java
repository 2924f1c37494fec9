package org.affectgpt.io.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Comparison;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.DictView;
import org.affectgpt.io.template.value.IteratorValue;
import org.affectgpt.io.template.value.Member;
import org.affectgpt.io.template.value.Numbers;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextTests;
import org.affectgpt.io.template.value.Value;

/** All tests by name: what may stand behind {@code is}. */
final class Tests {
  /** A test of a value. */
  @FunctionalInterface
  private interface Test {
    boolean holds(Value value, Arguments given, Run run);
  }

  private static final Map<String, Test> ALL = all();

  private Tests() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  static boolean holds(String name, Value value, Arguments given, Run run) {
    Test test = ALL.get(name);
    if (test == null) {
      throw new TemplateFault("there is no test '" + name + "'");
    }
    return test.holds(value, given, run);
  }

  private static Map<String, Test> all() {
    Map<String, Test> all = new HashMap<>();
    kinds(all);
    comparisons(all);
    alone(all, "odd", (v, run) -> remainder(v, Value.Int.of(2), run, Value.Int.of(1)));
    alone(all, "even", (v, run) -> remainder(v, Value.Int.of(2), run, Value.Int.of(0)));
    all.put(
        "divisibleby", (v, a, run) -> remainder(v, one(a, "divisibleby"), run, Value.Int.of(0)));
    alone(all, "lower", (v, run) -> TextTests.isLower(run.str(v)));
    alone(all, "upper", (v, run) -> TextTests.isUpper(run.str(v)));
    alone(all, "filter", (v, run) -> Filters.names().contains(run.str(v).toString()));
    alone(all, "test", (v, run) -> ALL.containsKey(run.str(v).toString()));
    return Collections.unmodifiableMap(all);
  }

  private static boolean remainder(Value value, Value by, Run run, Value wanted) {
    Value rest = run.operators().apply("%", value, by);
    return Comparison.equal(rest, wanted, run.budget());
  }

  private static void kinds(Map<String, Test> all) {
    alone(all, "defined", (v, run) -> !(v instanceof Value.Undefined));
    alone(all, "undefined", (v, run) -> v instanceof Value.Undefined);
    alone(all, "none", (v, run) -> v == Value.None.NONE);
    alone(all, "boolean", (v, run) -> v instanceof Value.Bool);
    alone(all, "true", (v, run) -> v == Value.Bool.TRUE);
    alone(all, "false", (v, run) -> v == Value.Bool.FALSE);
    alone(all, "integer", (v, run) -> v instanceof Value.Int);
    alone(all, "float", (v, run) -> v instanceof Value.Real);
    alone(all, "number", (v, run) -> Numbers.isNumber(v));
    alone(all, "string", (v, run) -> v instanceof Text);
    alone(all, "mapping", (v, run) -> v instanceof DictValue);
    alone(all, "iterable", (v, run) -> Sequences.isIterable(v));
    alone(all, "sequence", (v, run) -> isSequence(v));
    alone(
        all,
        "callable",
        (v, run) -> v instanceof Value.Undefined || (v instanceof Member m && m.isCallable()));
    alone(all, "escaped", (v, run) -> v instanceof Text t && t.isMarkup());
  }

  private static boolean isSequence(Value value) {
    return Sequences.length(value) != null
        && !(value instanceof DictView)
        && !(value instanceof IteratorValue)
        && !(value instanceof Member);
  }

  private static void comparisons(Map<String, Test> all) {
    Test equal = (v, a, run) -> Comparison.equal(v, one(a, "eq"), run.budget());
    put(all, equal, "eq", "==", "equalto");
    put(all, (v, a, run) -> !equal.holds(v, a, run), "ne", "!=");
    put(all, ordered(">"), "gt", ">", "greaterthan");
    put(all, ordered(">="), "ge", ">=");
    put(all, ordered("<"), "lt", "<", "lessthan");
    put(all, ordered("<="), "le", "<=");
    all.put("sameas", (v, a, run) -> Comparison.isSame(v, one(a, "sameas")));
    all.put("in", (v, a, run) -> Sequences.contains(one(a, "in"), v, run.budget()));
  }

  private static Test ordered(String operator) {
    return (v, a, run) -> Comparison.holds(v, operator, one(a, operator), run.budget());
  }

  private static void put(Map<String, Test> all, Test test, String... names) {
    for (String name : names) {
      all.put(name, test);
    }
  }

  private static Value one(Arguments given, String name) {
    return given.bind("the test '" + name + "'", 1, "other").get(0);
  }

  /** A test without arguments. */
  private static void alone(
      Map<String, Test> all, String name, java.util.function.BiPredicate<Value, Run> holds) {
    all.put(
        name,
        (v, a, run) -> {
          a.bind("the test '" + name + "'", 0);
          return holds.test(v, run);
        });
  }
}
