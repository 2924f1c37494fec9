package org.affectgpt.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.affectgpt.tensor.InputException;

/**
 * Typed reading of a JSON object: missing keys take the given default, and a value of the wrong
 * kind fails with the file and the key. Which keys may be there at all is said by a {@link
 * KeyTable}; what it finds worth a line is collected in {@link #notes}.
 */
public final class JsonConfig implements Keyed {
  private final JsonNode node;
  private final String source;
  private final String path;
  private final List<String> notes;

  private JsonConfig(JsonNode node, String source, String path, List<String> notes) {
    this.node = node;
    this.source = source;
    this.path = path;
    this.notes = notes;
  }

  /** Parses a JSON object; {@code source} names the file in errors. */
  public static JsonConfig parse(String json, String source) {
    List<String> notes = new ArrayList<>();
    JsonNode n = JsonText.parse(json, source, notes::add);
    if (!n.isObject()) {
      throw new InputException(source + ": expected a JSON object");
    }
    return new JsonConfig(n, source, "", notes);
  }

  /** What the user should know of the file and its nested objects, one line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void note(String line) {
    notes.add(line);
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public String where(String key) {
    return source + ": key " + plain(path + key);
  }

  InputException wrong(String key, String expected) {
    return new InputException(where(key) + " must be " + expected + " but is " + shown(key));
  }

  /** A text of the file for a message: one line and not a long one. */
  public static String plain(String text) {
    return shortened(text.replaceAll("\\p{Cntrl}", "?"));
  }

  /** The value of a key as JSON, shortened for a message. */
  public String shown(String key) {
    JsonNode value = node.get(key);
    boolean number = value != null && value.isNumber();
    return shortened(number ? value.asText() : String.valueOf(value));
  }

  static String shortened(String json) {
    return json.length() > 150 ? json.substring(0, 150) + "…" : json;
  }

  @Override
  public String json(String key) {
    JsonNode value = node.get(key);
    if (value != null && value.isDouble()) {
      double number = value.doubleValue();
      if (number == Math.rint(number) && Math.abs(number) < 1e9) {
        return Long.toString((long) number);
      }
    }
    return String.valueOf(value);
  }

  /** Whether a key is there with a value other than null. */
  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** Whether a key is there, be its value null. */
  public boolean names(String key) {
    return node.has(key);
  }

  @Override
  public List<String> keys() {
    List<String> all = new ArrayList<>();
    node.fieldNames().forEachRemaining(all::add);
    return all;
  }

  /** Whether the value of a key is a string. */
  public boolean isText(String key) {
    return has(key) && node.get(key).isTextual();
  }

  /** Whether the value of a key is a number. */
  public boolean isNumber(String key) {
    return has(key) && node.get(key).isNumber();
  }

  /** Whether the value of a key is a list. */
  public boolean isList(String key) {
    return has(key) && node.get(key).isArray();
  }

  /** Whether the value of a key is an object. */
  public boolean isObject(String key) {
    return has(key) && node.get(key).isObject();
  }

  /** Whether the value of a key is an empty list, object or string. */
  public boolean isEmpty(String key) {
    JsonNode value = node.get(key);
    return value.isTextual()
        ? value.textValue().isEmpty()
        : value.isContainerNode() && value.isEmpty();
  }

  /** This object without some keys; notes go to the same place. */
  public JsonConfig without(Collection<String> keys) {
    ObjectNode rest = object();
    node.properties().forEach(e -> rest.set(e.getKey(), e.getValue()));
    rest.remove(keys);
    return new JsonConfig(rest, source, path, notes);
  }

  /** This object with some keys only. */
  public JsonConfig only(Collection<String> keys) {
    List<String> others = new ArrayList<>(keys());
    others.removeAll(keys);
    return without(others);
  }

  /** Whether a key has a value that can mean something: not null, false, 0 or empty. */
  public boolean isSet(String key) {
    JsonNode value = node.get(key);
    boolean nothing =
        !node.hasNonNull(key)
            || isEmpty(key)
            || (value.isBoolean() && !value.booleanValue())
            || (value.isNumber() && value.doubleValue() == 0);
    return !nothing;
  }

  /** The nested object {@code key}, or an empty one. */
  public JsonConfig nested(String key) {
    if (!has(key)) {
      return new JsonConfig(object(), source, path + key + ".", notes);
    }
    if (!node.get(key).isObject()) {
      throw wrong(key, "an object");
    }
    return new JsonConfig(node.get(key), source, path + key + ".", notes);
  }

  public int integer(String key, int other) {
    return value(key, other, JsonConfig::isInt, "an integer", JsonNode::intValue);
  }

  private static boolean isInt(JsonNode n) {
    return n.isIntegralNumber() && n.canConvertToInt();
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
    double v = value(key, other, JsonNode::isNumber, "a number", JsonNode::doubleValue);
    return within(key, v, Double::isFinite, "a finite number");
  }

  /** A finite number above 0. */
  public double positiveNumber(String key, double other) {
    return within(key, number(key, other), v -> v > 0, "a positive number");
  }

  /** A finite number of at least 0. */
  public double nonNegative(String key, double other) {
    return within(key, number(key, other), v -> v >= 0, "0 or a positive number");
  }

  /** A probability in [0, 1). */
  public double probability(String key, double other) {
    return within(key, number(key, other), v -> v >= 0 && v < 1, "in [0, 1)");
  }

  private double within(String key, double value, DoublePredicate fits, String expected) {
    if (!fits.test(value)) {
      throw wrong(key, expected);
    }
    return value;
  }

  public boolean bool(String key, boolean other) {
    return value(key, other, JsonNode::isBoolean, "true or false", JsonNode::booleanValue);
  }

  public String text(String key, String other) {
    return value(key, other, JsonNode::isTextual, "a string", JsonNode::textValue);
  }

  private <T> T value(
      String key, T other, Predicate<JsonNode> fits, String expected, Function<JsonNode, T> get) {
    if (!has(key)) {
      return other;
    }
    if (!fits.test(node.get(key))) {
      throw wrong(key, expected);
    }
    return get.apply(node.get(key));
  }

  /** A list of strings; a missing key gives an empty list. */
  public List<String> texts(String key) {
    return list(key, "a list of strings", JsonNode::isTextual, JsonNode::textValue);
  }

  /** A list of finite numbers; a missing key gives an empty list. */
  public List<Double> numbers(String key) {
    return list(
        key,
        "a list of finite numbers",
        n -> n.isNumber() && Double.isFinite(n.doubleValue()),
        JsonNode::doubleValue);
  }

  /** A list of positive integers. */
  public List<Integer> positives(String key, List<Integer> other) {
    return has(key) ? integers(key, 1, "a list of positive integers") : other;
  }

  /** Integers given as a list or as one number; a missing key gives an empty list. */
  public List<Integer> integers(String key) {
    if (!has(key)) {
      return List.of();
    }
    return node.get(key).isNumber()
        ? List.of(integer(key, 0))
        : integers(key, Integer.MIN_VALUE, "an integer or a list of integers");
  }

  private List<Integer> integers(String key, int least, String expected) {
    return list(key, expected, n -> isInt(n) && n.intValue() >= least, JsonNode::intValue);
  }

  private <T> List<T> list(
      String key, String expected, Predicate<JsonNode> fits, Function<JsonNode, T> get) {
    List<T> all = new ArrayList<>();
    if (has(key)) {
      for (JsonNode n : array(key, expected)) {
        if (!fits.test(n)) {
          throw wrong(key, expected);
        }
        all.add(get.apply(n));
      }
    }
    return all;
  }

  JsonNode array(String key, String expected) {
    if (!node.get(key).isArray()) {
      throw wrong(key, expected);
    }
    return node.get(key);
  }

  /** Fails unless {@code whole} is a multiple of {@code part}. */
  public void requireMultiple(String wholeKey, int whole, String partKey, int part) {
    if (whole % part != 0) {
      String rule = " must be a multiple of " + partKey + " (" + part + ")";
      throw new InputException(where(wholeKey) + " (" + whole + ")" + rule);
    }
  }
}
