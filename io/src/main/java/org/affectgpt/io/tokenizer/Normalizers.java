package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.function.UnaryOperator;
import org.affectgpt.io.regex.Regex;
import org.affectgpt.io.regex.RegexSearch;

/** Builds the normaliser that a {@code tokenizer.json} describes. */
final class Normalizers {
  private static final int DOTTED_CAPITAL_I = 0x130;

  private Normalizers() {}

  /**
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static UnaryOperator<String> of(JsonNode node) {
    UnaryOperator<String> all = text -> text;
    for (JsonNode step : JsonParts.flatten(node, "normalizers")) {
      UnaryOperator<String> before = all;
      UnaryOperator<String> last = step(step);
      all = text -> last.apply(before.apply(text));
    }
    return all;
  }

  private static UnaryOperator<String> step(JsonNode node) {
    String type = JsonParts.type(node);
    return switch (type) {
      case "NFC", "NFD", "NFKC", "NFKD" ->
          new UnicodeNormalizer(Normalizer.Form.valueOf(type))::apply;
      case "Lowercase" -> Normalizers::lowercase;
      case "Prepend" -> {
        String prefix = JsonParts.text(node, "prepend");
        yield text -> text.isEmpty() ? text : prefix + text;
      }
      case "Replace" -> {
        Regex pattern = JsonParts.pattern(node.path("pattern"), "Replace");
        String content = JsonParts.text(node, "content");
        yield text -> replace(text, pattern, content);
      }
      case "Strip" -> {
        boolean left = node.path("strip_left").asBoolean(true);
        boolean right = node.path("strip_right").asBoolean(true);
        yield text -> strip(text, left, right);
      }
      case "ByteLevel" -> ByteAlphabet::encode;
      default -> throw JsonParts.unsupported("normalizer", node);
    };
  }

  /** Character by character, so that no sigma knows that it is the last. */
  private static String lowercase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == DOTTED_CAPITAL_I) {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(c) + newCase(c));
              }
            });
    return lower.toString();
  }

  /** How far the small letter lies from a capital that Unicode 17 added; 0 for others. */
  private static int newCase(int c) {
    if (c == 0xA7CE || c == 0xA7D2 || c == 0xA7D4) {
      return 1;
    }
    return c >= 0x16EA0 && c <= 0x16EB8 ? 0x1B : 0;
  }

  /** The text with every match replaced by {@code content} as it stands. */
  static String replace(String text, Regex pattern, String content) {
    RegexSearch search = pattern.search(text, 0, text.length());
    StringBuilder replaced = new StringBuilder();
    int at = 0;
    while (search.find()) {
      replaced.append(text, at, search.start()).append(content);
      at = search.end();
    }
    return at == 0 && replaced.isEmpty()
        ? text
        : replaced.append(text, at, text.length()).toString();
  }

  private static String strip(String text, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && AddedTokenSplitter.isSpace(text.charAt(from))) {
      from++;
    }
    while (right && to > from && AddedTokenSplitter.isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
