package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Budget;
import org.affectgpt.io.template.value.Comparison;
import org.affectgpt.io.template.value.Member;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. */
final class LoopValue implements Sequences.Iterated {
  private final Renderer.@Nullable Recursion recursion;
  private final int depth;
  private final Budget budget;
  private Iterator<Value> items;
  private int length;
  private int index0 = -1;
  private @Nullable Value before;
  private @Nullable Value current;
  private @Nullable Value after;
  private @Nullable Value changed;

  /**
   * @param sized what is walked through if that can have a length
   * @param depth how many recursive loops stand around this one
   */
  LoopValue(
      @Nullable Value sized,
      Iterator<Value> items,
      Renderer.@Nullable Recursion recursion,
      int depth,
      Budget budget) {
    Integer known = sized == null ? null : Sequences.length(sized);
    this.length = known == null ? -1 : known;
    this.items = items;
    this.recursion = recursion;
    this.depth = depth;
    this.budget = budget;
  }

  /** Goes to the next item, if there is one. */
  boolean advance() {
    Value next = peek();
    if (next == null) {
      return false;
    }
    after = null;
    index0++;
    before = current;
    current = next;
    return true;
  }

  Value current() {
    return required(current);
  }

  private @Nullable Value peek() {
    if (after == null && items.hasNext()) {
      after = items.next();
    }
    return after;
  }

  private static Value required(@Nullable Value value) {
    if (value == null) {
      throw new TemplateFault("the loop has not begun");
    }
    return value;
  }

  /** Where it is not known the rest is read ahead. */
  @Override
  public int length() {
    if (length < 0) {
      List<Value> rest = new ArrayList<>();
      items.forEachRemaining(rest::add);
      items = rest.iterator();
      length = rest.size() + index0 + 1 + (after == null ? 0 : 1);
    }
    return length;
  }

  @Override
  public @Nullable Value attribute(String name) {
    return switch (name) {
      case "index" -> Int.of(index0 + 1L);
      case "index0" -> Int.of(index0);
      case "first" -> Bool.of(index0 == 0);
      case "last" -> Bool.of(peek() == null);
      case "length" -> Int.of(length());
      case "revindex" -> Int.of(length() - index0);
      case "revindex0" -> Int.of(length() - index0 - 1L);
      case "depth" -> Int.of(depth + 1L);
      case "depth0" -> Int.of(depth);
      case "previtem" ->
          index0 == 0 ? new Undefined("there is no previous item") : required(before);
      case "nextitem" -> {
        Value next = peek();
        yield next == null ? new Undefined("there is no next item") : next;
      }
      case "cycle" -> Member.function(name, this::cycle);
      case "changed" -> Member.function(name, this::changed);
      default -> null;
    };
  }

  private Value cycle(Arguments a) {
    int n = a.positional().size();
    if (n == 0) {
      throw new TemplateFault("no items for cycling given");
    }
    return a.positional().get(index0 % n);
  }

  private Value changed(Arguments a) {
    Value now = TupleValue.of(List.copyOf(a.positional()));
    boolean same = changed != null && Comparison.equal(changed, now, budget);
    changed = now;
    return Bool.of(!same);
  }

  @Override
  public boolean isCallable() {
    return true;
  }

  @Override
  public Value call(Arguments arguments) {
    if (recursion == null) {
      throw new TemplateFault("The loop must have the 'recursive' marker to be called recursively");
    }
    return recursion.over(arguments.bind("loop", 1, "iterable").get(0));
  }

  @Override
  public Iterator<Value> iterator() {
    throw new TemplateFault("walking through the variable 'loop' is not supported");
  }

  @Override
  public boolean isTrue() {
    return length() > 0;
  }

  @Override
  public String shown() {
    return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
  }

  @Override
  public String type() {
    return "LoopContext";
  }
}
