package org.affectgpt.nn.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * Typed reading of a JSON object: unknown keys are ignored, missing ones take the given default,
 * and a value of the wrong kind fails with the file and the key.
 */
public final class JsonConfig {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode node;
  private final String source;
  private final String path;

  private JsonConfig(JsonNode node, String source, String path) {
    this.node = node;
    this.source = source;
    this.path = path;
  }

  /** Parses a JSON object; {@code source} names the file in errors. */
  public static JsonConfig parse(String json, String source) {
    try {
      JsonNode n = MAPPER.readTree(json);
      if (n == null || !n.isObject()) {
        throw new InputException(source + ": expected a JSON object");
      }
      return new JsonConfig(n, source, "");
    } catch (JsonProcessingException e) {
      throw new InputException(source + ": not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The file and a key of it, for errors. */
  public String where(String key) {
    return source + ": key " + path + key;
  }

  private InputException wrong(String key, String expected) {
    return new InputException(
        where(key) + " must be " + expected + " but is " + node.get(key).toString());
  }

  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** The keys of this object, in the order of the file. */
  public List<String> keys() {
    List<String> all = new ArrayList<>();
    node.fieldNames().forEachRemaining(all::add);
    return all;
  }

  /** Whether the value of a key is a string. */
  public boolean isText(String key) {
    return has(key) && node.get(key).isTextual();
  }

  /** Whether the value of a key is an empty list, object or string. */
  public boolean isEmpty(String key) {
    JsonNode value = node.get(key);
    return value.isTextual()
        ? value.textValue().isEmpty()
        : value.isContainerNode() && value.isEmpty();
  }

  /** The nested object {@code key}, or an empty one. */
  public JsonConfig nested(String key) {
    if (!has(key)) {
      return new JsonConfig(object(), source, path + key + ".");
    }
    if (!node.get(key).isObject()) {
      throw wrong(key, "an object");
    }
    return new JsonConfig(node.get(key), source, path + key + ".");
  }

  public int integer(String key, int other) {
    if (!has(key)) {
      return other;
    }
    if (!node.get(key).isIntegralNumber() || !node.get(key).canConvertToInt()) {
      throw wrong(key, "an integer");
    }
    return node.get(key).intValue();
  }

  /** An integer of at least 1. */
  public int positive(String key, int other) {
    int v = integer(key, other);
    if (v < 1) {
      throw wrong(key, "a positive integer");
    }
    return v;
  }

  public double number(String key, double other) {
    if (!has(key)) {
      return other;
    }
    if (!node.get(key).isNumber()) {
      throw wrong(key, "a number");
    }
    return node.get(key).doubleValue();
  }

  /** A probability in [0, 1). */
  public double probability(String key, double other) {
    double v = number(key, other);
    if (!(v >= 0 && v < 1)) {
      throw wrong(key, "in [0, 1)");
    }
    return v;
  }

  public boolean bool(String key, boolean other) {
    if (!has(key)) {
      return other;
    }
    if (!node.get(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return node.get(key).booleanValue();
  }

  public String text(String key, String other) {
    if (!has(key)) {
      return other;
    }
    if (!node.get(key).isTextual()) {
      throw wrong(key, "a string");
    }
    return node.get(key).textValue();
  }

  /** A list of strings; a missing key gives an empty list. */
  public List<String> texts(String key) {
    List<String> all = new ArrayList<>();
    if (!has(key)) {
      return all;
    }
    for (JsonNode n : array(key, "a list of strings")) {
      if (!n.isTextual()) {
        throw wrong(key, "a list of strings");
      }
      all.add(n.textValue());
    }
    return all;
  }

  /** A list of positive integers. */
  public List<Integer> positives(String key, List<Integer> other) {
    if (!has(key)) {
      return other;
    }
    List<Integer> all = new ArrayList<>();
    for (JsonNode n : array(key, "a list of positive integers")) {
      if (!n.isIntegralNumber() || !n.canConvertToInt() || n.intValue() < 1) {
        throw wrong(key, "a list of positive integers");
      }
      all.add(n.intValue());
    }
    return all;
  }

  /** Integers given as a list or as one number; a missing key gives an empty list. */
  public List<Integer> integers(String key) {
    if (!has(key)) {
      return List.of();
    }
    if (node.get(key).isNumber()) {
      return List.of(integer(key, 0));
    }
    List<Integer> all = new ArrayList<>();
    for (JsonNode n : array(key, "an integer or a list of integers")) {
      if (!n.isIntegralNumber() || !n.canConvertToInt()) {
        throw wrong(key, "an integer or a list of integers");
      }
      all.add(n.intValue());
    }
    return all;
  }

  private JsonNode array(String key, String expected) {
    if (!node.get(key).isArray()) {
      throw wrong(key, expected);
    }
    return node.get(key);
  }

  /** Fails unless {@code whole} is a multiple of {@code part}. */
  public void requireMultiple(String wholeKey, int whole, String partKey, int part) {
    if (whole % part != 0) {
      throw new InputException(
          where(wholeKey)
              + " ("
              + whole
              + ") must be a multiple of "
              + partKey
              + " ("
              + part
              + ")");
    }
  }
}
