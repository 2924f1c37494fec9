package org.affectgpt.nn.lora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/** Which linear layers get an adapter: {@code target_modules} in its three forms. */
public sealed interface LoraTargets {
  /** Whether the layer of this full name gets an adapter. */
  boolean matches(String name);

  /** Adds the {@code target_modules} key to an {@code adapter_config.json}. */
  void write(ObjectNode config);

  /** Layers by name: the whole name, or its last parts. */
  record Names(List<String> names) implements LoraTargets {
    public Names {
      names = List.copyOf(names);
    }

    @Override
    public boolean matches(String name) {
      return names.stream().anyMatch(t -> name.equals(t) || name.endsWith("." + t));
    }

    @Override
    public void write(ObjectNode config) {
      names.forEach(config.putArray("target_modules")::add);
    }
  }

  /** Layers whose whole name matches a regular expression. */
  record Regex(String expression) implements LoraTargets {
    @Override
    public boolean matches(String name) {
      return Pattern.matches(expression, name);
    }

    @Override
    public void write(ObjectNode config) {
      config.put("target_modules", expression);
    }
  }

  /** Every linear layer but the language-model head. */
  record AllLinear() implements LoraTargets {
    static final String NAME = "all-linear";

    @Override
    public boolean matches(String name) {
      return !name.equals("lm_head");
    }

    @Override
    public void write(ObjectNode config) {
      config.put("target_modules", NAME);
    }
  }

  /** Reads {@code target_modules}. */
  static LoraTargets of(JsonConfig config) {
    String key = "target_modules";
    if (!config.isText(key)) {
      return new Names(config.texts(key));
    }
    String text = config.text(key, "");
    if (text.equals(AllLinear.NAME)) {
      return new AllLinear();
    }
    try {
      return new Regex(Pattern.compile(text).pattern());
    } catch (PatternSyntaxException e) {
      throw new InputException(
          config.where(key) + " is no regular expression: " + e.getDescription(), e);
    }
  }
}
