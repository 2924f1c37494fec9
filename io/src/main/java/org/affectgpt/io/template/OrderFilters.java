package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Bound;
import org.affectgpt.io.template.value.Comparison;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.IteratorValue;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextCase;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;

/** Filters that order, compare or add up. */
final class OrderFilters {
  private OrderFilters() {}

  static void define(Map<String, Filter> all) {
    all.put("sort", OrderFilters::sort);
    all.put("dictsort", OrderFilters::dictsort);
    all.put("groupby", OrderFilters::groupby);
    all.put("unique", OrderFilters::unique);
    all.put(
        "min", (v, a, run) -> extreme(v, a.bind("min", 0, "case_sensitive", "attribute"), -1, run));
    all.put(
        "max", (v, a, run) -> extreme(v, a.bind("max", 0, "case_sensitive", "attribute"), 1, run));
    all.put("sum", OrderFilters::sum);
  }

  /** What is compared: strings without regard to case unless that is asked for. */
  private static Value key(Value value, boolean caseSensitive, Run run) {
    return !caseSensitive && value instanceof Text t ? TextCase.lower(t, run.budget()) : value;
  }

  private static void sort(
      List<Value> items, Function<Value, Value> key, boolean reverse, Run run) {
    record Keyed(Value key, Value item) {}
    List<Keyed> keyed = new ArrayList<>();
    items.forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
    Comparator<Keyed> order =
        (a, b) -> {
          run.budget().spend(1);
          if (Comparison.holds(a.key, "<", b.key, run.budget())) {
            return -1;
          }
          return Comparison.holds(b.key, "<", a.key, run.budget()) ? 1 : 0;
        };
    try {
      keyed.sort(reverse ? order.reversed() : order);
    } catch (IllegalArgumentException e) {
      throw new TemplateFault("the values to be sorted have no order");
    }
    for (int i = 0; i < keyed.size(); i++) {
      items.set(i, keyed.get(i).item);
    }
  }

  private static Value sort(Value value, Arguments given, Run run) {
    Bound a = given.bind("sort", 0, "reverse", "case_sensitive", "attribute");
    boolean caseSensitive = a.flag(1, false);
    List<AttributePath> paths = new ArrayList<>();
    if (a.has(2) && a.get(2) instanceof Text several) {
      for (String one : several.toString().split(",", -1)) {
        paths.add(AttributePath.of(Text.of(one), run));
      }
    } else {
      paths.add(AttributePath.of(a.or(2, Value.None.NONE), run));
    }
    List<Value> items = new ArrayList<>(run.list(value));
    sort(
        items,
        item ->
            new ListValue(paths.stream().map(p -> key(p.of(item), caseSensitive, run)).toList()),
        a.flag(0, false),
        run);
    return new ListValue(items);
  }

  private static Value dictsort(Value value, Arguments given, Run run) {
    Bound a = given.bind("dictsort", 0, "case_sensitive", "by", "reverse");
    String by = a.text(1, Text.of("key")).toString();
    if (!by.equals("key") && !by.equals("value")) {
      throw new TemplateFault("You can only sort by either \"key\" or \"value\"");
    }
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (!(value instanceof DictValue dict)) {
      throw new TemplateFault("'" + value.type() + "' object has no attribute 'items'");
    }
    List<Value> items = new ArrayList<>();
    dict.entries().forEach(e -> items.add(TupleValue.of(e.key(), e.value())));
    int place = by.equals("key") ? 0 : 1;
    sort(
        items,
        item -> key(((TupleValue) item).items().get(place), a.flag(0, false), run),
        a.flag(2, false),
        run);
    return new ListValue(items);
  }

  private static Value groupby(Value value, Arguments given, Run run) {
    Bound a = given.bind("groupby", 1, "attribute", "default", "case_sensitive");
    AttributePath path = AttributePath.of(a.get(0), run).or(a.or(1, Value.None.NONE));
    boolean caseSensitive = a.flag(2, false);
    List<Value> items = new ArrayList<>(run.list(value));
    sort(items, item -> key(path.of(item), caseSensitive, run), false, run);
    List<Value> groups = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= items.size(); i++) {
      boolean same =
          i < items.size()
              && Comparison.equal(
                  key(path.of(items.get(i)), caseSensitive, run),
                  key(path.of(items.get(from)), caseSensitive, run),
                  run.budget());
      if (!same) {
        List<Value> members = new ArrayList<>(items.subList(from, i));
        groups.add(
            new TupleValue(
                List.of(path.of(members.get(0)), new ListValue(members)),
                List.of("grouper", "list")));
        from = i;
      }
    }
    return new ListValue(groups);
  }

  private static Value unique(Value value, Arguments given, Run run) {
    Bound a = given.bind("unique", 0, "case_sensitive", "attribute");
    AttributePath path = AttributePath.of(a.or(1, Value.None.NONE), run);
    boolean caseSensitive = a.flag(0, false);
    return IteratorValue.generator(
        new LazyIterator(
            () -> {
              DictValue.Builder seen = new DictValue.Builder();
              List<Value> kept = new ArrayList<>();
              for (Value item : run.list(value)) {
                if (seen.add(key(path.of(item), caseSensitive, run))) {
                  kept.add(item);
                }
              }
              return kept.iterator();
            }));
  }

  private static Value extreme(Value value, Bound a, int sign, Run run) {
    AttributePath path = AttributePath.of(a.or(1, Value.None.NONE), run);
    boolean caseSensitive = a.flag(0, false);
    Value best = null;
    Value bestKey = null;
    for (Value item : run.list(value)) {
      Value key = key(path.of(item), caseSensitive, run);
      if (bestKey == null || Comparison.holds(key, sign > 0 ? ">" : "<", bestKey, run.budget())) {
        best = item;
        bestKey = key;
      }
    }
    return best != null ? best : new Value.Undefined("No aggregated item, sequence was empty.");
  }

  private static Value sum(Value value, Arguments given, Run run) {
    Bound a = given.bind("sum", 0, "attribute", "start");
    AttributePath path = AttributePath.of(a.or(0, Value.None.NONE), run);
    Value total = a.or(1, Value.Int.of(0));
    if (total instanceof Text) {
      throw new TemplateFault("sum() can't sum strings");
    }
    for (Value item : Sequences.list(value, run.budget())) {
      total = run.operators().apply("+", total, path.of(item));
    }
    return total;
  }
}
