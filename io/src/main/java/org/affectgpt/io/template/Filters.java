package org.affectgpt.io.template;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Value;

/** All filters by name. */
final class Filters {
  /** Those of Jinja that are known and not supported. */
  private static final Set<String> OTHERS =
      Set.of("pprint", "random", "urlize", "wordwrap", "xmlattr");

  private static final Map<String, Filter> ALL = all();

  private Filters() {}

  private static Map<String, Filter> all() {
    Map<String, Filter> all = new TreeMap<>();
    TextFilters.define(all);
    NumberFilters.define(all);
    HtmlFilters.define(all);
    SequenceFilters.define(all);
    OrderFilters.define(all);
    SelectFilters.define(all);
    JsonFilter.define(all);
    return Collections.unmodifiableMap(all);
  }

  /** The names of Jinja's filters; some of them are refused when they are reached. */
  static Set<String> names() {
    Set<String> names = new java.util.HashSet<>(ALL.keySet());
    names.addAll(OTHERS);
    return names;
  }

  static Value apply(String name, Value value, Arguments given, Run run) {
    Filter filter = ALL.get(name);
    if (filter == null) {
      throw new TemplateFault(
          OTHERS.contains(name)
              ? "the filter '" + name + "' is not supported"
              : "there is no filter '" + name + "'");
    }
    return filter.apply(value, given, run);
  }
}
