package org.affectgpt.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Lists of token sequences in a configuration. */
public record TokenLists(JsonConfig config) {
  /**
   * Token ids with a number.
   *
   * @param weight finite, or negative infinity
   */
  public record Weighted(List<Integer> ids, double weight) {}

  /** A list of lists of token ids, none empty; a missing key gives an empty list. */
  public List<List<Integer>> sequences(String key) {
    String expected = "a list of lists of token ids";
    List<List<Integer>> all = new ArrayList<>();
    if (config.has(key)) {
      for (JsonNode list : config.array(key, expected)) {
        all.add(ids(key, list, expected));
      }
    }
    return all;
  }

  /** A list of pairs of a list of token ids and a number; a missing key gives an empty list. */
  public List<Weighted> weighted(String key) {
    String expected = "a list of pairs of a list of token ids and a number";
    List<Weighted> all = new ArrayList<>();
    if (config.has(key)) {
      for (JsonNode pair : config.array(key, expected)) {
        double weight = pair.path(1).doubleValue();
        if (pair.size() != 2 || !pair.get(1).isNumber() || !(weight < Double.POSITIVE_INFINITY)) {
          throw config.wrong(key, expected);
        }
        all.add(new Weighted(ids(key, pair.get(0), expected), weight));
      }
    }
    return all;
  }

  private List<Integer> ids(String key, JsonNode list, String expected) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : list) {
      if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
        throw config.wrong(key, expected);
      }
      ids.add(id.intValue());
    }
    if (!list.isArray() || ids.isEmpty()) {
      throw config.wrong(key, expected);
    }
    return ids;
  }
}
