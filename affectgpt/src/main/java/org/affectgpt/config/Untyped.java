package org.affectgpt.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Values as a tree of JSON where no option says what they should be. */
final class Untyped {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Untyped() {}

  static JsonNode of(YamlValue value) {
    if (value instanceof YamlValue.Section section) {
      ObjectNode node = JSON.objectNode();
      section.entries().forEach((key, entry) -> node.set(key, of(entry.value())));
      return node;
    }
    if (value instanceof YamlValue.Items list) {
      ArrayNode node = JSON.arrayNode();
      list.items().forEach(item -> node.add(of(item)));
      return node;
    }
    return scalar((YamlValue.Text) value);
  }

  private static JsonNode scalar(YamlValue.Text value) {
    String text = value.text();
    if (value.isNull()) {
      return JSON.nullNode();
    }
    if (value.plain() && Scalars.isTruth(text)) {
      return JSON.booleanNode(text.equalsIgnoreCase("true"));
    }
    if (value.plain() && Scalars.isWhole(text)) {
      return JSON.numberNode(Scalars.any(text).toBigIntegerExact());
    }
    if (value.plain() && Scalars.isReal(text)) {
      return JSON.numberNode(Scalars.any(text).doubleValue());
    }
    return JSON.textNode(text);
  }

  /** The other way: values that come from a tree, which has no lines. */
  static YamlValue of(JsonNode node, Place place) {
    if (node instanceof ObjectNode object) {
      YamlValue.Section section = new YamlValue.Section(place, Map.of());
      for (Map.Entry<String, JsonNode> e : object.properties()) {
        section = section.with(e.getKey(), new YamlValue.Entry(place, of(e.getValue(), place)));
      }
      return section;
    }
    if (node instanceof ArrayNode list) {
      return new YamlValue.Items(place, list.valueStream().map(n -> of(n, place)).toList());
    }
    return new YamlValue.Text(place, node.isNull() ? "" : node.asText(), !node.isTextual());
  }
}
