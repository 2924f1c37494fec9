package org.affectgpt.nn.lora;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Layers by {@link LoraTargets}, without those that PEFT passes over ({@code
 * tuners_utils.py:check_target_module_exists}).
 *
 * @param chosen the layers of {@code target_modules}
 * @param excluded {@code exclude_modules}; null for none
 * @param numbers {@code layers_to_transform}; empty for all. Layers that {@code target_modules}
 *     names in full are not limited by it
 * @param patterns {@code layers_pattern}: what stands before the number in a name; empty for
 *     anything
 * @param saved {@code modules_to_save}, which are trained whole and get no adapter
 */
record LoraLayers(
    LoraTargets chosen,
    @Nullable LoraTargets excluded,
    List<Integer> numbers,
    List<String> patterns,
    List<String> saved)
    implements LoraTargets {
  private static final Pattern ANY_NUMBER = Pattern.compile(".*?\\.[^.]*\\.([0-9]+)\\..*");

  LoraLayers {
    numbers = List.copyOf(numbers);
    patterns = List.copyOf(patterns);
    saved = List.copyOf(saved);
  }

  /** Reads {@code target_modules} and what limits it. */
  static LoraTargets of(JsonConfig c) {
    LoraTargets chosen = LoraTargets.of(c, "target_modules");
    String key = "exclude_modules";
    LoraTargets excluded = c.isSet(key) ? LoraTargets.of(c, key) : null;
    List<Integer> numbers = c.integers("layers_to_transform");
    List<String> patterns =
        c.isText("layers_pattern")
            ? List.of(c.text("layers_pattern", ""))
            : c.texts("layers_pattern");
    List<String> saved = c.texts("modules_to_save");
    patterns.forEach(p -> LoraTargets.regex(c, "layers_pattern", p));
    saved.forEach(p -> LoraTargets.regex(c, "modules_to_save", p));
    if (c.has("layers_to_transform") && c.isText("target_modules")) {
      throw new InputException(
          c.where("layers_to_transform") + " cannot limit a target_modules that is one text");
    }
    if (numbers.isEmpty() && patterns.stream().anyMatch(p -> !p.isEmpty())) {
      throw new InputException(
          c.where("layers_pattern") + " has a meaning only beside layers_to_transform");
    }
    boolean plain = excluded == null && numbers.isEmpty() && saved.isEmpty();
    return plain ? chosen : new LoraLayers(chosen, excluded, numbers, patterns, saved);
  }

  @Override
  public boolean matches(String name) {
    if (excluded != null && excluded.matches(name)) {
      return false;
    }
    if (saved.stream().anyMatch(m -> Pattern.matches("(?:^|.*\\.)" + m + "(?:$|\\..*)", name))) {
      return false;
    }
    return chosen.matches(name) && (numbers.isEmpty() || isNamed(name) || hasNumber(name));
  }

  @Override
  public boolean matchesTable(String name) {
    return matches(name) && chosen.matchesTable(name);
  }

  private boolean isNamed(String name) {
    return chosen instanceof Names n && n.names().contains(name);
  }

  private boolean hasNumber(String name) {
    if (patterns.isEmpty()) {
      return isListed(ANY_NUMBER.matcher(name));
    }
    for (String pattern : patterns) {
      Matcher m =
          Pattern.compile("(?:^|.*?\\.)(?:" + pattern + ")\\.(?<idx>[0-9]+)\\..*").matcher(name);
      if (m.matches()) {
        return numbers.contains(number(m.group("idx")));
      }
    }
    return false;
  }

  private boolean isListed(Matcher m) {
    return m.matches() && numbers.contains(number(m.group(1)));
  }

  private static int number(String digits) {
    return digits.length() > 9 ? -1 : Integer.parseInt(digits);
  }

  @Override
  public void write(ObjectNode config, String key) {
    chosen.write(config, key);
    if (excluded != null) {
      excluded.write(config, "exclude_modules");
    }
    if (!numbers.isEmpty()) {
      ArrayNode all = config.putArray("layers_to_transform");
      numbers.forEach(all::add);
      patterns.forEach(config.withArray("layers_pattern")::add);
    }
    if (!saved.isEmpty()) {
      saved.forEach(config.putArray("modules_to_save")::add);
    }
  }
}
