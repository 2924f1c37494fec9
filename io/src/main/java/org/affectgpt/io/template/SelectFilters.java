package org.affectgpt.io.template;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.IteratorValue;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;

/** Filters that apply filters and tests to each element; they work when they are walked through. */
final class SelectFilters {
  private SelectFilters() {}

  static void define(Map<String, Filter> all) {
    all.put("map", SelectFilters::map);
    all.put("select", (v, a, run) -> select(v, a, false, true, run));
    all.put("reject", (v, a, run) -> select(v, a, false, false, run));
    all.put("selectattr", (v, a, run) -> select(v, a, true, true, run));
    all.put("rejectattr", (v, a, run) -> select(v, a, true, false, run));
  }

  private static Value map(Value value, Arguments given, Run run) {
    return IteratorValue.generator(
        new LazyIterator(
            () -> {
              if (!value.isTrue()) {
                return java.util.Collections.emptyIterator();
              }
              UnaryOperator<Value> each = mapping(given, run);
              Iterator<Value> items = run.iterate(value);
              return new Iterator<>() {
                @Override
                public boolean hasNext() {
                  return items.hasNext();
                }

                @Override
                public Value next() {
                  return each.apply(items.next());
                }
              };
            }));
  }

  private static UnaryOperator<Value> mapping(Arguments given, Run run) {
    if (given.positional().isEmpty() && given.named().containsKey("attribute")) {
      Map<String, Value> named = new LinkedHashMap<>(given.named());
      Value attribute = named.remove("attribute");
      Value otherwise = named.remove("default");
      if (!named.isEmpty()) {
        throw new TemplateFault(
            "Unexpected keyword argument '" + named.keySet().iterator().next() + "'");
      }
      AttributePath path =
          AttributePath.of(attribute == null ? Value.None.NONE : attribute, run)
              .or(otherwise == null ? Value.None.NONE : otherwise);
      return path::of;
    }
    if (given.positional().isEmpty()) {
      throw new TemplateFault("map requires a filter argument");
    }
    String name = name(given.positional().get(0), "filter");
    Arguments rest = given.skip(1);
    return item -> Filters.apply(name, item, rest, run);
  }

  private static String name(Value value, String what) {
    if (value instanceof Text text) {
      return text.toString();
    }
    throw new TemplateFault("the name of a " + what + " has to be a str, not " + value.type());
  }

  private static Value select(
      Value value, Arguments given, boolean attribute, boolean wanted, Run run) {
    return IteratorValue.generator(
        new LazyIterator(
            () -> {
              if (!value.isTrue()) {
                return java.util.Collections.emptyIterator();
              }
              if (attribute && given.positional().isEmpty()) {
                throw new TemplateFault("Missing parameter for attribute name");
              }
              Value path = attribute ? given.positional().get(0) : Value.None.NONE;
              AttributePath way = AttributePath.of(path, run);
              Arguments rest = given.skip(attribute ? 1 : 0);
              return new FilteringIterator(
                  run.iterate(value), item -> passes(way.of(item), rest, run) == wanted);
            }));
  }

  private static boolean passes(Value value, Arguments test, Run run) {
    return test.positional().isEmpty()
        ? value.isTrue()
        : Tests.holds(name(test.positional().get(0), "test"), value, test.skip(1), run);
  }
}
