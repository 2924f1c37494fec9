package org.affectgpt.io.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.Html;
import org.affectgpt.io.template.value.Sequences;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextBuilder;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.io.template.value.WholeText;

/** Filters of HTML and addresses. */
final class HtmlFilters {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

  private HtmlFilters() {}

  static void define(Map<String, Filter> all) {
    all.put("escape", (v, a, run) -> escape(v, a, run));
    all.put("e", (v, a, run) -> escape(v, a, run));
    all.put("forceescape", (v, a, run) -> Html.escape(run.str(v).asMarkup(false), run.budget()));
    all.put("safe", (v, a, run) -> run.soft(v).asMarkup(true));
    all.put("striptags", (v, a, run) -> WholeText.stripTags(run.str(v), run.budget()));
    all.put("urlencode", HtmlFilters::urlencode);
  }

  private static Text escape(Value value, Arguments given, Run run) {
    given.bind("escape", 0);
    return TextFilters.escaped(value, run);
  }

  private static Value urlencode(Value value, Arguments given, Run run) {
    given.bind("urlencode", 0);
    if (value instanceof Text || !Sequences.isIterable(value)) {
      return quote(value, false, run);
    }
    Value pairs =
        value instanceof DictValue d
            ? TupleValue.of(
                d.entries().stream().map(e -> (Value) TupleValue.of(e.key(), e.value())).toList())
            : value;
    TextBuilder out = new TextBuilder(run.budget());
    for (Value pair : run.list(pairs)) {
      List<Value> two = run.list(pair);
      if (two.size() != 2) {
        throw new TemplateFault("the filter 'urlencode' needs pairs");
      }
      out.add(out.length() == 0 ? "" : "&");
      out.add(quote(two.get(0), true, run)).add("=").add(quote(two.get(1), true, run));
    }
    return out.text();
  }

  private static Text quote(Value value, boolean query, Run run) {
    StringBuilder out = new StringBuilder();
    for (byte b : run.str(value).toString().getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (UNRESERVED.indexOf(c) >= 0 || (c == '/' && !query)) {
        out.append(c);
      } else if (c == ' ' && query) {
        out.append('+');
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    run.budget().make(out.length());
    return Text.user(out.toString());
  }
}
