package org.affectgpt.config;

import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;

/**
 * {@code --set key.key=value} laid over a configuration. A list, a section in braces and a text in
 * quotes are read as YAML; anything else is the value as it stands.
 */
final class Overrides {
  private static final String QUOTED = "[{\"'";

  private Overrides() {}

  /** The configuration with one option set. */
  static YamlValue.Section set(YamlValue.Section root, String option) {
    int eq = option.indexOf('=');
    if (eq <= 0) {
      throw new InputException("--set " + option + ": write key=value");
    }
    String source = "--set " + option;
    List<String> path = List.of(option.substring(0, eq).strip().split("\\.", -1));
    if (path.contains("")) {
      throw new InputException(source + ": a part of the key is empty; write key.key=value");
    }
    return set(root, path, value(source, option.substring(eq + 1).strip()), source);
  }

  private static YamlValue value(String source, String text) {
    if (!text.isEmpty() && QUOTED.indexOf(text.charAt(0)) >= 0) {
      YamlValue value = YamlReader.read(new ConfigText(source, text));
      if (value != null) {
        return value;
      }
    }
    return new YamlValue.Text(Place.in(source), text, true);
  }

  private static YamlValue.Section set(
      YamlValue.Section section, List<String> path, YamlValue value, String source) {
    String key = path.getFirst();
    Place place = Place.in(source);
    if (path.size() == 1) {
      return section.with(key, new YamlValue.Entry(place, value));
    }
    YamlValue.Entry before = section.entries().get(key);
    YamlValue.Section inner = new YamlValue.Section(place, Map.of());
    if (before != null && before.value() instanceof YamlValue.Section s) {
      inner = s;
    } else if (before != null && !(before.value() instanceof YamlValue.Text t && t.isNull())) {
      throw new InputException(
          source + ": '" + key + "' is no section with keys but " + before.value().shown());
    }
    YamlValue.Section set = set(inner, path.subList(1, path.size()), value, source);
    return section.with(key, new YamlValue.Entry(place, set));
  }
}
