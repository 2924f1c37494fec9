package org.affectgpt.io.template;

import java.util.List;
import java.util.Map;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Bound;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.Html;
import org.affectgpt.io.template.value.PercentFormat;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextBuilder;
import org.affectgpt.io.template.value.TextCase;
import org.affectgpt.io.template.value.TextSearch;
import org.affectgpt.io.template.value.TextSplit;
import org.affectgpt.io.template.value.TupleValue;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.io.template.value.WholeText;

/** Filters of strings. */
final class TextFilters {
  private static final int LEEWAY = 5;

  private TextFilters() {}

  static void define(Map<String, Filter> all) {
    all.put("upper", (v, a, run) -> TextCase.upper(plain(v, a, "upper", run), run.budget()));
    all.put("lower", (v, a, run) -> TextCase.lower(plain(v, a, "lower", run), run.budget()));
    all.put("title", (v, a, run) -> TextCase.words(plain(v, a, "title", run), run.budget()));
    all.put(
        "capitalize",
        (v, a, run) -> TextCase.capitalize(plain(v, a, "capitalize", run), run.budget()));
    all.put("string", (v, a, run) -> plain(v, a, "string", run));
    all.put("trim", TextFilters::trim);
    all.put("replace", TextFilters::replace);
    all.put("indent", TextFilters::indent);
    all.put("center", TextFilters::center);
    all.put("truncate", TextFilters::truncate);
    all.put(
        "wordcount", (v, a, run) -> Value.Int.of(WholeText.words(plain(v, a, "wordcount", run))));
    all.put("format", TextFilters::format);
  }

  /** A value as a string, for a filter without arguments. */
  private static Text plain(Value value, Arguments given, String name, Run run) {
    given.bind(name, 0);
    return run.soft(value);
  }

  private static Value trim(Value value, Arguments given, Run run) {
    Bound a = given.bind("trim", 0, "chars");
    return WholeText.strip(run.soft(value), a.isSet(0) ? a.text(0) : null);
  }

  private static Value replace(Value value, Arguments given, Run run) {
    Bound a = given.bind("replace", 2, "old", "new", "count");
    int count = a.isSet(2) ? a.integer(2) : -1;
    return new TextSearch(run.str(value), run.budget())
        .replace(run.str(a.get(0)), run.str(a.get(1)), count);
  }

  private static Text string(Value value, String filter) {
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (value instanceof Text text) {
      return text;
    }
    throw new TemplateFault("the filter '" + filter + "' needs a str, not " + value.type());
  }

  private static Value indent(Value value, Arguments given, Run run) {
    Bound a = given.bind("indent", 0, "width", "first", "blank");
    Text text = string(value, "indent");
    Text by =
        a.has(0) && a.get(0) instanceof Text t
            ? t
            : WholeText.spaces(a.integer(0, 4), run.budget());
    if (text.isMarkup()) {
      by = by.asMarkup(true);
    }
    boolean blank = a.flag(2, false);
    TextBuilder out = new TextBuilder(run.budget());
    Text whole = new TextBuilder(run.budget()).add(text).add("\n").text();
    List<Value> lines = new TextSplit(whole, run.budget()).lines(false);
    for (int i = 0; i < lines.size(); i++) {
      Text line = (Text) lines.get(i);
      boolean indented = i == 0 ? a.flag(1, false) : blank || line.isTrue();
      out.add(i == 0 ? "" : "\n").add(indented ? by : Text.EMPTY).add(line);
    }
    return out.text().asMarkup(text.isMarkup());
  }

  private static Value center(Value value, Arguments given, Run run) {
    int width = given.bind("center", 0, "width").integer(0, 80);
    return WholeText.center(run.soft(value), width, run.budget());
  }

  private static Value truncate(Value value, Arguments given, Run run) {
    Bound a = given.bind("truncate", 0, "length", "killwords", "end", "leeway");
    int length = a.integer(0, 255);
    Text end = a.text(2, Text.of("..."));
    int leeway = a.isSet(3) ? a.integer(3) : LEEWAY;
    if (length < end.length() || leeway < 0) {
      throw new TemplateFault(
          "expected length >= " + end.length() + " and leeway >= 0 of the filter 'truncate'");
    }
    Text text = string(value, "truncate");
    if (text.length() <= (long) length + leeway) {
      return text;
    }
    Text cut = text.sub(0, length - end.length());
    if (!a.flag(1, false)) {
      int space = cut.lastIndexOf(Text.of(" "), 0, cut.length(), run.budget());
      cut = space < 0 ? cut : cut.sub(0, space);
    }
    return new TextBuilder(run.budget()).add(cut).add(end).text();
  }

  private static Value format(Value value, Arguments given, Run run) {
    Text format = run.soft(value);
    if (!given.positional().isEmpty() && !given.named().isEmpty()) {
      throw new TemplateFault("can't handle positional and keyword arguments at the same time");
    }
    if (given.named().isEmpty()) {
      return new PercentFormat(run.budget()).format(format, TupleValue.of(given.positional()));
    }
    DictValue.Builder dict = new DictValue.Builder();
    given.named().forEach(dict::put);
    return new PercentFormat(run.budget()).format(format, dict.build());
  }

  /** What is not Markup yet, escaped. */
  static Text escaped(Value value, Run run) {
    return Html.escape(run.soft(value), run.budget());
  }
}
