package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.Member;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** A macro with the variables of the place where it was written. */
final class MacroValue implements Member {
  private final Statement.Procedure procedure;
  private final Scope around;
  private final Renderer renderer;

  MacroValue(Statement.Procedure procedure, Scope around, Renderer renderer) {
    this.procedure = procedure;
    this.around = around;
    this.renderer = renderer;
  }

  @Override
  public Value call(Arguments arguments) {
    List<String> parameters = procedure.parameters();
    Map<String, Value> named = new LinkedHashMap<>(arguments.named());
    Scope scope = renderer.scope(procedure.body(), around);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      values.add(
          i < arguments.positional().size()
              ? arguments.positional().get(i)
              : named.remove(parameters.get(i)));
    }
    bindRest(arguments, named, scope);
    int line = renderer.run().line();
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i);
      Value value = values.get(i);
      scope.set(name, value != null ? value : byDefault(i, scope));
    }
    Text text = renderer.text(procedure.body(), scope);
    renderer.run().at(line);
    return text;
  }

  private Value byDefault(int i, Scope scope) {
    int d = i - procedure.parameters().size() + procedure.defaults().size();
    return d >= 0
        ? renderer.evaluator().eval(procedure.defaults().get(d), scope)
        : new Undefined("parameter '" + procedure.parameters().get(i) + "' was not provided");
  }

  private void bindRest(Arguments arguments, Map<String, Value> named, Scope scope) {
    String macro = "macro '" + procedure.name() + "' ";
    if (procedure.asked().contains("caller")) {
      Value caller = named.remove("caller");
      scope.set("caller", caller == null ? new Undefined("No caller defined") : caller);
    }
    if (procedure.asked().contains("kwargs")) {
      DictValue.Builder rest = new DictValue.Builder();
      named.forEach(rest::put);
      scope.set("kwargs", rest.build());
    } else if (!named.isEmpty()) {
      throw new TemplateFault(
          macro + "takes no keyword argument '" + named.keySet().iterator().next() + "'");
    }
    int most = procedure.parameters().size();
    int count = arguments.positional().size();
    if (procedure.asked().contains("varargs")) {
      scope.set("varargs", TupleValue.of(arguments.skip(Math.min(most, count)).positional()));
    } else if (count > most) {
      throw new TemplateFault(macro + "takes not more than " + most + " argument(s)");
    }
  }

  @Override
  public boolean isCallable() {
    return true;
  }

  @Override
  public @Nullable Value attribute(String name) {
    return switch (name) {
      case "name" -> Text.of(procedure.name());
      case "arguments" ->
          TupleValue.of(procedure.parameters().stream().map(p -> (Value) Text.of(p)).toList());
      case "catch_kwargs" -> Bool.of(procedure.asked().contains("kwargs"));
      case "catch_varargs" -> Bool.of(procedure.asked().contains("varargs"));
      case "caller" -> Bool.of(procedure.asked().contains("caller"));
      case "explicit_caller" -> Bool.of(procedure.parameters().contains("caller"));
      default -> null;
    };
  }

  @Override
  public String shown() {
    return "<Macro '" + procedure.name() + "'>";
  }

  @Override
  public String type() {
    return "Macro";
  }
}
