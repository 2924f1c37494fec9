package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Bound;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.IteratorValue;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.io.template.value.WholeText;

/** Filters of lists and dicts, and of whatever may be missing. */
final class SequenceFilters {
  private SequenceFilters() {}

  static void define(Map<String, Filter> all) {
    all.put("length", SequenceFilters::length);
    all.put("count", SequenceFilters::length);
    all.put("default", SequenceFilters::byDefault);
    all.put("d", SequenceFilters::byDefault);
    all.put("first", SequenceFilters::first);
    all.put("last", SequenceFilters::last);
    all.put("list", (v, a, run) -> new ListValue(run.list(v)));
    all.put("items", SequenceFilters::items);
    all.put("join", SequenceFilters::join);
    all.put("reverse", SequenceFilters::reverse);
    all.put("batch", SequenceFilters::batch);
    all.put("slice", SequenceFilters::slice);
    all.put(
        "attr",
        (v, a, run) -> run.access().attributeOnly(v, a.bind("attr", 1, "name").text(0).toString()));
  }

  private static Value length(Value value, Arguments given, Run run) {
    given.bind("length", 0);
    return Value.Int.of(Sequences.requireLength(value));
  }

  private static Value byDefault(Value value, Arguments given, Run run) {
    Bound a = given.bind("default", 0, "default_value", "boolean");
    boolean missing = value instanceof Value.Undefined || (a.flag(1, false) && !value.isTrue());
    return missing ? a.or(0, Text.EMPTY) : value;
  }

  private static Value first(Value value, Arguments given, Run run) {
    given.bind("first", 0);
    Iterator<Value> items = run.iterate(value);
    return items.hasNext()
        ? items.next()
        : new Value.Undefined("No first item, sequence was empty.");
  }

  private static Value last(Value value, Arguments given, Run run) {
    given.bind("last", 0);
    Iterator<Value> items = Sequences.reversed(value, run.budget());
    if (items == null) {
      throw new TemplateFault("'" + value.type() + "' object is not reversible");
    }
    return items.hasNext()
        ? items.next()
        : new Value.Undefined("No last item, sequence was empty.");
  }

  private static Value items(Value value, Arguments given, Run run) {
    given.bind("items", 0);
    if (value instanceof Value.Undefined) {
      return IteratorValue.generator(Collections.emptyIterator());
    }
    if (!(value instanceof DictValue dict)) {
      return IteratorValue.generator(
          new LazyIterator(
              () -> {
                throw new TemplateFault("Can only get item pairs from a mapping.");
              }));
    }
    return IteratorValue.generator(
        dict.entries().stream().map(e -> (Value) TupleValue.of(e.key(), e.value())).iterator());
  }

  private static Value join(Value value, Arguments given, Run run) {
    Bound a = given.bind("join", 0, "d", "attribute");
    Iterator<Value> items = run.iterate(value);
    Iterable<Value> each = () -> items;
    if (a.isSet(1)) {
      AttributePath path = AttributePath.of(a.get(1), run);
      List<Value> mapped = new ArrayList<>();
      each.forEach(item -> mapped.add(path.of(item)));
      each = mapped;
    }
    return WholeText.join(run.str(a.or(0, Text.EMPTY)), each, run.budget());
  }

  private static Value reverse(Value value, Arguments given, Run run) {
    given.bind("reverse", 0);
    if (value instanceof Text text) {
      return WholeText.reverse(text, run.budget());
    }
    Iterator<Value> reversed = Sequences.reversed(value, run.budget());
    if (reversed != null) {
      return IteratorValue.of(reversed, value.type() + "_reverseiterator");
    }
    List<Value> items = new ArrayList<>(run.list(value));
    Collections.reverse(items);
    return new ListValue(items);
  }

  private static Value batch(Value value, Arguments given, Run run) {
    Bound a = given.bind("batch", 1, "linecount", "fill_with");
    int size = a.integer(0);
    List<Value> lines = new ArrayList<>();
    List<Value> line = new ArrayList<>();
    for (Value item : run.list(value)) {
      if (line.size() == size) {
        lines.add(new ListValue(line));
        line = new ArrayList<>();
      }
      line.add(item);
    }
    if (!line.isEmpty()) {
      if (a.isSet(1)) {
        run.budget().make(size);
        while (line.size() < size) {
          line.add(a.get(1));
        }
      }
      lines.add(new ListValue(line));
    }
    return IteratorValue.generator(lines.iterator());
  }

  private static Value slice(Value value, Arguments given, Run run) {
    Bound a = given.bind("slice", 1, "slices", "fill_with");
    int slices = a.integer(0);
    if (slices == 0) {
      throw new TemplateFault("integer division or modulo by zero");
    }
    List<Value> all = run.list(value);
    List<Value> parts = new ArrayList<>();
    run.budget().make(Math.max(0, slices));
    int at = 0;
    for (int i = 0; i < slices; i++) {
      boolean longer = i < all.size() % slices;
      int end = at + all.size() / slices + (longer ? 1 : 0);
      List<Value> part = new ArrayList<>(all.subList(at, end));
      if (a.isSet(1) && !longer) {
        part.add(a.get(1));
      }
      parts.add(new ListValue(part));
      at = end;
    }
    return IteratorValue.generator(parts.iterator());
  }
}
