package org.affectgpt.io.template;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Member;
import org.affectgpt.io.template.value.Namespace;
import org.affectgpt.io.template.value.Numbers;
import org.affectgpt.io.template.value.RangeValue;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** The functions that every template finds. */
final class Globals {
  private Globals() {}

  static void define(Scope scope, Run run) {
    define(scope, "range", Globals::range);
    define(scope, "dict", a -> dict(a, run));
    define(scope, "namespace", a -> namespace(a, run));
    define(scope, "joiner", a -> new Joiner(a.bind("joiner", 0, "sep").or(0, Text.of(", "))));
    define(scope, "cycler", a -> new Cycler(a));
    define(
        scope,
        "raise_exception",
        a -> {
          Value message = a.bind("raise_exception", 1, "message").get(0);
          throw TemplateFault.said(run.str(message).toString());
        });
    define(
        scope,
        "strftime_now",
        a -> {
          Text format = a.bind("strftime_now", 1, "format").text(0);
          return Text.of(Strftime.format(format.toString(), LocalDateTime.now(run.clock())));
        });
    define(
        scope,
        "lipsum",
        a -> {
          throw new TemplateFault("the function 'lipsum' is not supported");
        });
  }

  private static void define(Scope scope, String name, Member.Function body) {
    scope.set(name, Member.function(name, body));
  }

  private static Value range(Arguments arguments) {
    List<Value> a = arguments.positional();
    if (a.isEmpty() || a.size() > 3 || !arguments.named().isEmpty()) {
      throw new TemplateFault("range() takes 1 to 3 numbers");
    }
    List<BigInteger> n = a.stream().map(v -> Numbers.requireInt(v, "range()")).toList();
    return n.size() == 1
        ? RangeValue.of(BigInteger.ZERO, n.get(0), BigInteger.ONE)
        : RangeValue.of(n.get(0), n.get(1), n.size() == 3 ? n.get(2) : BigInteger.ONE);
  }

  private static DictValue dict(Arguments arguments, Run run) {
    if (arguments.positional().size() > 1) {
      throw new TemplateFault("dict expected at most 1 argument");
    }
    DictValue.Builder dict = new DictValue.Builder();
    for (Value from : arguments.positional()) {
      if (from instanceof DictValue other) {
        dict.putAll(other);
        continue;
      }
      for (Value pair : run.list(from)) {
        List<Value> two = run.list(pair);
        if (two.size() != 2) {
          throw new TemplateFault("dict() needs pairs, not " + two.size() + " values");
        }
        dict.put(two.get(0), two.get(1));
      }
    }
    arguments.named().forEach(dict::put);
    return dict.build();
  }

  private static Namespace namespace(Arguments arguments, Run run) {
    Namespace namespace = new Namespace();
    for (DictValue.Entry e : dict(arguments, run).entries()) {
      namespace.set(e.key().toString(), e.value());
    }
    return namespace;
  }

  /** Gives its separator at every call but the first. */
  private static final class Joiner implements Member {
    private final Value separator;
    private boolean used;

    Joiner(Value separator) {
      this.separator = separator;
    }

    @Override
    public boolean isCallable() {
      return true;
    }

    @Override
    public Value call(Arguments arguments) {
      arguments.bind("joiner", 0);
      Value now = used ? separator : Text.EMPTY;
      used = true;
      return now;
    }

    @Override
    public @Nullable Value attribute(String name) {
      return switch (name) {
        case "sep" -> separator;
        case "used" -> Bool.of(used);
        default -> null;
      };
    }

    @Override
    public String type() {
      return "Joiner";
    }
  }

  /** Gives one value after the other, round and round. */
  private static final class Cycler implements Member {
    private final List<Value> items;
    private int place;

    Cycler(Arguments arguments) {
      items = new ArrayList<>(arguments.positional());
      if (items.isEmpty() || !arguments.named().isEmpty()) {
        throw new TemplateFault("cycler() needs at least one item");
      }
    }

    @Override
    public @Nullable Value attribute(String name) {
      return switch (name) {
        case "current" -> items.get(place);
        case "pos" -> Int.of(place);
        case "items" -> TupleValue.of(new ListValue(items).items());
        case "reset" ->
            Member.function(
                name,
                a -> {
                  place = 0;
                  return None.NONE;
                });
        case "next" ->
            Member.function(
                name,
                a -> {
                  Value now = items.get(place);
                  place = (place + 1) % items.size();
                  return now;
                });
        default -> null;
      };
    }

    @Override
    public String type() {
      return "Cycler";
    }
  }
}
