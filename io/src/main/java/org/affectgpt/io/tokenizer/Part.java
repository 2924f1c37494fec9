package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.affectgpt.io.regex.Regex;

/**
 * One part of a {@code tokenizer.json}. What it is asked for and cannot give, and every key that
 * nobody knows, is an {@link IllegalArgumentException} that names the key.
 *
 * @param where the key that holds it, such as {@code normalizer}
 * @param node its fields
 */
record Part(String where, JsonNode node) {
  /** A sequence's parts, sequences among them included; the part itself if it is none. */
  static List<Part> list(JsonNode settings, String where, String parts) {
    List<Part> flat = new ArrayList<>();
    flatten(settings.path(where), where, parts, flat);
    return flat;
  }

  private static void flatten(JsonNode node, String where, String parts, List<Part> flat) {
    if (node.isNull() || node.isMissingNode()) {
      return;
    }
    if (!node.isObject() || !node.path("type").isTextual()) {
      throw new IllegalArgumentException(where + " has no type");
    }
    if (!node.path("type").asText().equals("Sequence")) {
      flat.add(new Part(where, node));
      return;
    }
    if (!node.path(parts).isArray()) {
      throw new IllegalArgumentException(where + ": a Sequence lacks its " + parts);
    }
    new Part(where, node).only(parts);
    int i = 0;
    for (JsonNode part : node.path(parts)) {
      flatten(part, where + "." + parts + "[" + i++ + "]", parts, flat);
    }
  }

  /** The name of the kind of part. */
  String type() {
    return node.path("type").asText();
  }

  /** Whether the key is there and not null. */
  boolean has(String key) {
    return node.hasNonNull(key);
  }

  IllegalArgumentException error(String key, String what) {
    return new IllegalArgumentException(where + " " + type() + ": " + key + " " + what);
  }

  /** A kind of part that is not supported. */
  IllegalArgumentException unsupported() {
    return new IllegalArgumentException(where + ": the type " + type() + " is not supported");
  }

  /** Refuses keys that are not among these. */
  Part only(String... keys) {
    List<String> known = Arrays.asList(keys);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!key.equals("type") && !known.contains(key)) {
                throw error("'" + key + "'", "is a key that is not known");
              }
            });
    return this;
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!node.path(key).isBoolean()) {
      throw error(key, "is neither true nor false");
    }
    return node.path(key).booleanValue();
  }

  int count(String key, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 0) {
      throw error(key, "is not a count");
    }
    return value.canConvertToInt() ? value.intValue() : Integer.MAX_VALUE;
  }

  /** A text that must be there. */
  String text(String key) {
    if (!node.path(key).isTextual()) {
      throw error(key, "is missing or not a text");
    }
    return node.path(key).asText();
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** A text of one character. */
  String character(String key, String otherwise) {
    String text = text(key, otherwise);
    if (text.codePointCount(0, text.length()) != 1) {
      throw error(key, "is not one character");
    }
    return text;
  }

  /** One of the names of constants such as {@code MERGED_WITH_NEXT}, in camel or other case. */
  <E extends Enum<E>> E constant(String key, Class<E> kind, String otherwise) {
    String name = text(key, otherwise);
    String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    for (E value : kind.getEnumConstants()) {
      if (value.name().equals(constant)) {
        return value;
      }
    }
    throw error(key, "'" + name + "' is not known");
  }

  /** {@code pattern}: {@code {"Regex": ...}} or {@code {"String": ...}}. */
  Regex pattern() {
    JsonNode pattern = node.path("pattern");
    if (pattern.size() == 1 && pattern.path("Regex").isTextual()) {
      return Regex.compile(pattern.path("Regex").asText());
    }
    if (pattern.size() == 1 && pattern.path("String").isTextual()) {
      return Regex.literal(pattern.path("String").asText());
    }
    throw error("pattern", "is neither a Regex nor a String");
  }
}
