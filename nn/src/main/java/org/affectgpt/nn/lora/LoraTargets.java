package org.affectgpt.nn.lora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/** Which linear layers get an adapter: {@code target_modules} in its three forms. */
public sealed interface LoraTargets
    permits LoraTargets.Names, LoraTargets.Regex, LoraTargets.AllLinear, LoraLayers {
  /** Whether the layer of this full name gets an adapter. */
  boolean matches(String name);

  /** Whether the embedding table of this full name gets an adapter. */
  default boolean matchesTable(String name) {
    return matches(name);
  }

  /** Adds them under a key to an {@code adapter_config.json}. */
  void write(ObjectNode config, String key);

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
    public void write(ObjectNode config, String key) {
      names.forEach(config.putArray(key)::add);
    }
  }

  /** Layers whose whole name matches a regular expression. */
  record Regex(String expression) implements LoraTargets {
    @Override
    public boolean matches(String name) {
      return Pattern.matches(expression, name);
    }

    @Override
    public void write(ObjectNode config, String key) {
      config.put(key, expression);
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
    public boolean matchesTable(String name) {
      return false;
    }

    @Override
    public void write(ObjectNode config, String key) {
      config.put(key, NAME);
    }
  }

  /** What PEFT takes for Llama- and Qwen-style decoders where a file names no layers. */
  List<String> DEFAULT = List.of("q_proj", "v_proj");

  /** Reads {@code target_modules}, or another key of the same forms. */
  static LoraTargets of(JsonConfig config, String key) {
    if (!config.has(key)) {
      return new Names(DEFAULT);
    }
    if (!config.isText(key)) {
      return new Names(config.texts(key));
    }
    String text = config.text(key, "");
    return text.toLowerCase(Locale.ROOT).equals(AllLinear.NAME)
        ? new AllLinear()
        : new Regex(regex(config, key, text));
  }

  /**
   * A regular expression of Python as Java writes it.
   *
   * @throws InputException naming the key if it is none
   */
  static String regex(JsonConfig config, String key, String text) {
    try {
      return Pattern.compile(text.replace("(?P<", "(?<")).pattern();
    } catch (PatternSyntaxException e) {
      throw new InputException(
          config.where(key) + " is no regular expression: " + e.getDescription(), e);
    }
  }
}
