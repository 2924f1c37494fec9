package org.affectgpt.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a configuration into the form of its record: unknown keys are refused, keys left out are
 * taken from the defaults, keys that then still lack are errors unless the component may be null,
 * and every value is of its component's type. Components marked {@link JsonUnwrapped} group keys in
 * Java that stand side by side in the file.
 *
 * @param name names the configuration in errors without a place
 * @param defaults sections by the names in {@link Defaults}
 * @param mapper knows the enums
 */
record Schema(String name, YamlValue.Section defaults, ObjectMapper mapper) {

  /** A section as the tree that its record is made from; {@code path} ends in a dot or is empty. */
  ObjectNode section(YamlValue.Section given, Class<?> type, String path) {
    Map<String, RecordComponent> keys = keys(type, new TreeMap<>());
    given
        .entries()
        .forEach(
            (key, entry) -> {
              if (!keys.containsKey(key)) {
                throw unknown(key, entry, keys, path);
              }
            });
    YamlValue.Section whole = underDefaults(given, type);
    ObjectNode node = mapper.createObjectNode();
    keys.forEach(
        (key, component) -> {
          YamlValue.Entry entry = whole.entries().get(key);
          boolean nothing =
              entry == null || (entry.value() instanceof YamlValue.Text t && t.isNull());
          if (!nothing) {
            node.set(
                key,
                value(entry.value(), component.getType(), component.getGenericType(), path + key));
          } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw new InputException(
                (entry == null ? name : entry.place())
                    + ": option '"
                    + path
                    + key
                    + (entry == null ? "' is missing" : "' has no value"));
          }
        });
    return node;
  }

  private YamlValue.Section underDefaults(YamlValue.Section given, Class<?> type) {
    Defaults under = type.getAnnotation(Defaults.class);
    YamlValue.Entry section = under == null ? null : defaults.entries().get(under.value());
    return section != null && section.value() instanceof YamlValue.Section s
        ? s.under(given)
        : given;
  }

  private static InputException unknown(
      String key, YamlValue.Entry entry, Map<String, RecordComponent> keys, String path) {
    String near = Nearest.of(key, keys.keySet());
    String remedy =
        near != null
            ? "; did you mean '" + near + "'?"
            : key.contains(".") ? "; write a section for each part before a dot" : "";
    return new InputException(
        entry.place()
            + ": unknown option '"
            + path
            + key
            + "'"
            + remedy
            + (remedy.isEmpty() ? "; known here: " : " known here: ")
            + keys.keySet());
  }

  private JsonNode value(YamlValue value, Class<?> type, Type generic, String path) {
    if (type.isRecord()) {
      if (value instanceof YamlValue.Section section) {
        return section(section, type, path + ".");
      }
      throw Scalars.wants(value, path, "a section of keys and values", "");
    }
    if (Collection.class.isAssignableFrom(type)) {
      return list(value, generic, path);
    }
    if (!(value instanceof YamlValue.Text text)) {
      throw Scalars.wants(value, path, kind(type), "");
    }
    if (type == int.class || type == Integer.class) {
      long number = Scalars.whole(text, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
      return new IntNode((int) number);
    }
    if (type == long.class || type == Long.class) {
      return new LongNode(Scalars.whole(text, path, Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (type == double.class || type == Double.class) {
      return new DoubleNode(Scalars.real(text, path));
    }
    if (type == boolean.class || type == Boolean.class) {
      return BooleanNode.valueOf(Scalars.truth(text, path));
    }
    TextNode word = new TextNode(text.text());
    return type.isEnum() ? constant(text, word, type, path) : word;
  }

  private JsonNode list(YamlValue value, Type generic, String path) {
    if (!(value instanceof YamlValue.Items list)) {
      throw Scalars.wants(value, path, "a list", "");
    }
    Type element = ((ParameterizedType) generic).getActualTypeArguments()[0];
    Class<?> raw = (Class<?>) (element instanceof ParameterizedType p ? p.getRawType() : element);
    ArrayNode items = mapper.createArrayNode();
    for (int i = 0; i < list.items().size(); i++) {
      items.add(value(list.items().get(i), raw, element, path + "[" + i + "]"));
    }
    return items;
  }

  private TextNode constant(YamlValue.Text text, TextNode word, Class<?> type, String path) {
    try {
      mapper.treeToValue(word, type);
      return word;
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof InputException input) {
        throw new InputException(text.place() + ": " + input.getMessage(), input);
      }
      throw Scalars.wants(text, path, kind(type), "");
    } catch (JsonProcessingException e) {
      throw Scalars.wants(text, path, kind(type), "");
    }
  }

  private static String kind(Class<?> type) {
    if (type == Integer.class || type == Long.class || type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    return "a text";
  }

  private static Map<String, RecordComponent> keys(
      Class<?> type, Map<String, RecordComponent> keys) {
    for (RecordComponent c : type.getRecordComponents()) {
      if (c.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        keys(c.getType(), keys);
      } else {
        keys.put(key(c), c);
      }
    }
    return keys;
  }

  private static String key(RecordComponent component) {
    JsonProperty own = component.getAccessor().getAnnotation(JsonProperty.class);
    return own == null
        ? PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName())
        : own.value();
  }
}
