package org.affectgpt.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a parsed configuration into the form of its record: unknown keys are refused, keys left
 * out are taken from the defaults, and keys that then still lack are errors unless the component
 * may be null. Components marked {@link JsonUnwrapped} group keys in Java that stand side by side
 * in the file.
 *
 * @param name names the configuration in errors
 * @param defaults sections by the names in {@link Defaults}
 */
record Schema(String name, ObjectNode defaults) {

  /** Completes a section in place; {@code path} is where it stands, with a dot behind it. */
  void complete(ObjectNode section, Class<?> type, String path) {
    Map<String, RecordComponent> keys = keys(type, new TreeMap<>());
    section
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.containsKey(key)) {
                throw new InputException(
                    name + ": unknown option '" + path + key + "'; known here: " + keys.keySet());
              }
            });
    Defaults under = type.getAnnotation(Defaults.class);
    if (under != null) {
      ObjectNode given = section.deepCopy();
      section.removeAll();
      section.setAll(defaults.withObjectProperty(under.value()).deepCopy());
      overlay(section, given);
    }
    keys.forEach((key, component) -> value(section.get(key), component, path + key));
  }

  private void value(@Nullable JsonNode value, RecordComponent component, String path) {
    if (value == null || value.isNull()) {
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw new InputException(name + ": option '" + path + "' is missing");
      }
    } else if (component.getType().isRecord()) {
      section(value, component.getType(), path);
    } else if (component.getGenericType() instanceof ParameterizedType list
        && Collection.class.isAssignableFrom(component.getType())
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isRecord()) {
      for (int i = 0; i < value.size(); i++) {
        section(value.get(i), element, path + "[" + i + "]");
      }
    }
  }

  private void section(JsonNode value, Class<?> type, String path) {
    if (value instanceof ObjectNode section) {
      complete(section, type, path + ".");
    }
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

  /** Lays {@code over} upon {@code under} key by key. */
  static void overlay(ObjectNode under, ObjectNode over) {
    over.properties()
        .forEach(
            e -> {
              if (under.get(e.getKey()) instanceof ObjectNode a
                  && e.getValue() instanceof ObjectNode b) {
                overlay(a, b);
              } else {
                under.set(e.getKey(), e.getValue());
              }
            });
  }
}
