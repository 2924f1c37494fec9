package org.affectgpt.nn.lora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * Values of layers that differ from the rest: PEFT's {@code rank_pattern} and {@code
 * alpha_pattern}. A key is a regular expression for the end of a layer's name; the first that
 * matches counts.
 */
public record LayerValues(Map<String, Double> values) {
  public LayerValues {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value for the layer of this full name, or {@code other}. */
  public double of(String layer, double other) {
    for (Map.Entry<String, Double> e : values.entrySet()) {
      if (Pattern.matches("(?:.*\\.)?(?:" + e.getKey() + ")", layer)) {
        return e.getValue();
      }
    }
    return other;
  }

  static LayerValues numbers(JsonConfig pattern) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String key : pattern.keys()) {
      try {
        values.put(Pattern.compile(key).pattern(), pattern.number(key, 0));
      } catch (PatternSyntaxException e) {
        throw new InputException(
            pattern.where(key) + " is no regular expression: " + e.getDescription(), e);
      }
    }
    return new LayerValues(values);
  }

  static LayerValues ranks(JsonConfig pattern) {
    pattern.keys().forEach(key -> pattern.positive(key, 1));
    return numbers(pattern);
  }

  void write(ObjectNode config, String key) {
    ObjectNode node = config.putObject(key);
    values.forEach(
        (name, v) -> {
          if (v == Math.rint(v) && Math.abs(v) < Integer.MAX_VALUE) {
            node.put(name, v.intValue());
          } else {
            node.put(name, v);
          }
        });
  }
}
