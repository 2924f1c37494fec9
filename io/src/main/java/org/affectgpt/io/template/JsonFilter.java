package org.affectgpt.io.template;

import java.util.List;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Bound;
import org.affectgpt.io.template.value.JsonWriter;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.io.template.value.WholeText;
import org.jspecify.annotations.Nullable;

/** {@code tojson} as transformers sets it: Python's {@code json.dumps}, not escaped for HTML. */
final class JsonFilter {
  private JsonFilter() {}

  static void define(Map<String, Filter> all) {
    all.put("tojson", JsonFilter::apply);
  }

  private static Value apply(Value value, Arguments given, Run run) {
    Bound a = given.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
    Text indent = indent(a, run);
    Text between = Text.of(indent == null ? ", " : ",");
    Text colon = Text.of(": ");
    if (a.isSet(2)) {
      List<Value> two = run.list(a.get(2));
      if (two.size() != 2 || !(two.get(0) instanceof Text b) || !(two.get(1) instanceof Text c)) {
        throw new TemplateFault("tojson() needs two strings as separators");
      }
      between = b;
      colon = c;
    }
    return new JsonWriter(a.flag(0, false), indent, between, colon, a.flag(3, false))
        .write(value, run.budget());
  }

  private static @Nullable Text indent(Bound a, Run run) {
    if (!a.isSet(1)) {
      return null;
    }
    return a.get(1) instanceof Text text ? text : WholeText.spaces(a.integer(1), run.budget());
  }
}
