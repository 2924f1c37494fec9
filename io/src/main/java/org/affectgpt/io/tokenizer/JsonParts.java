package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affectgpt.io.regex.Regex;

/** What the parts of a {@code tokenizer.json} have in common. */
final class JsonParts {
  private JsonParts() {}

  static boolean isAbsent(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }

  /** The name of the kind of part. */
  static String type(JsonNode node) {
    return node.path("type").asText();
  }

  /** A part that is not supported, named. */
  static IllegalArgumentException unsupported(String what, JsonNode node) {
    return new IllegalArgumentException("the " + what + " " + type(node) + " is not supported");
  }

  /** A sequence's parts, sequences among them included; the part itself if it is none. */
  static List<JsonNode> flatten(JsonNode node, String parts) {
    List<JsonNode> flat = new ArrayList<>();
    if (type(node).equals("Sequence")) {
      if (!node.path(parts).isArray()) {
        throw new IllegalArgumentException("a Sequence lacks its " + parts);
      }
      node.path(parts).forEach(part -> flat.addAll(flatten(part, parts)));
    } else if (!isAbsent(node)) {
      flat.add(node);
    }
    return flat;
  }

  /** {@code {"Regex": ...}} or {@code {"String": ...}}. */
  static Regex pattern(JsonNode node, String of) {
    if (node.path("Regex").isTextual()) {
      return Regex.compile(node.path("Regex").asText());
    }
    if (node.path("String").isTextual()) {
      return Regex.literal(node.path("String").asText());
    }
    throw new IllegalArgumentException("a " + of + " has no pattern");
  }

  static RegexSplit.Behavior behavior(JsonNode node) {
    String name = node.path("behavior").asText("Isolated");
    String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    for (RegexSplit.Behavior behavior : RegexSplit.Behavior.values()) {
      if (behavior.name().equals(constant)) {
        return behavior;
      }
    }
    throw new IllegalArgumentException("the behavior " + name + " is not supported");
  }

  /** A text that must be there. */
  static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException("a " + type(node) + " lacks its " + field);
    }
    return node.path(field).asText();
  }
}
