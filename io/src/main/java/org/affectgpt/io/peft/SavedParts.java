package org.affectgpt.io.peft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.config.JsonConfig;

/**
 * What of the base an adapter replaces instead of adding to it.
 *
 * @param modules {@code modules_to_save}
 * @param tokens {@code trainable_token_indices}: numbers of rows by the layer they belong to
 * @param tyingEnsured whether a head that is the embedding table follows a saved one
 */
public record SavedParts(
    List<String> modules, Map<String, List<Integer>> tokens, boolean tyingEnsured) {
  private static final String TABLE = "embed_tokens";

  static SavedParts read(JsonConfig c) {
    String key = "trainable_token_indices";
    Map<String, List<Integer>> tokens = new LinkedHashMap<>();
    if (c.isSet(key) && c.isObject(key)) {
      JsonConfig layers = c.nested(key);
      layers.keys().forEach(layer -> tokens.put(layer, layers.integers(layer)));
    } else if (c.isSet(key)) {
      tokens.put(TABLE, c.integers(key));
    }
    return new SavedParts(c.texts("modules_to_save"), tokens, c.bool("ensure_weight_tying", false));
  }

  /** Whether a layer of this full name is saved whole: PEFT looks at the end of the name. */
  boolean has(String layer) {
    return modules.stream().anyMatch(layer::endsWith);
  }

  /** Whether a parameter, or a layer around it, is saved whole. */
  boolean covers(String parameter) {
    for (int dot = parameter.lastIndexOf('.'); dot > 0; dot = parameter.lastIndexOf('.', dot - 1)) {
      if (has(parameter.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }

  /** The trained rows of a layer; none where it has no such. */
  List<Integer> tokensOf(String layer) {
    for (Map.Entry<String, List<Integer>> e : tokens.entrySet()) {
      if (layer.endsWith(e.getKey())) {
        return e.getValue();
      }
    }
    return List.of();
  }
}
