package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.function.UnaryOperator;
import org.affectgpt.io.regex.Regex;
import org.affectgpt.io.regex.RegexSearch;
import org.affectgpt.io.tokenizer.unicode.BertNormalizer;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;
import org.affectgpt.io.tokenizer.unicode.CharacterMap;
import org.affectgpt.io.tokenizer.unicode.Letters;
import org.affectgpt.io.tokenizer.unicode.UnicodeNormalizer;

/** Builds the normaliser that a {@code tokenizer.json} describes. */
final class Normalizers {
  private Normalizers() {}

  /**
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static UnaryOperator<String> of(JsonNode settings) {
    UnaryOperator<String> all = text -> text;
    for (Part part : Part.list(settings, "normalizer", "normalizers")) {
      UnaryOperator<String> before = all;
      UnaryOperator<String> last = step(part);
      all = text -> last.apply(before.apply(text));
    }
    return all;
  }

  /** Whether normalised text begins with what became of the text's first character. */
  static boolean keepBeginning(JsonNode settings) {
    return Part.list(settings, "normalizer", "normalizers").stream()
        .allMatch(
            part ->
                switch (part.type()) {
                  case "Replace" -> !part.text("content").isEmpty();
                  case "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Prepend", "ByteLevel" -> true;
                  default -> false;
                });
  }

  private static UnaryOperator<String> step(Part part) {
    String type = part.type();
    return switch (type) {
      case "NFC", "NFD", "NFKC", "NFKD" -> {
        part.only();
        yield new UnicodeNormalizer(Normalizer.Form.valueOf(type))::apply;
      }
      case "Lowercase" -> {
        part.only();
        yield Letters::lowercase;
      }
      case "StripAccents" -> {
        part.only();
        yield text -> Letters.without(text, Letters::isMark);
      }
      case "Nmt" -> {
        part.only();
        yield Letters::nmt;
      }
      case "BertNormalizer" -> bert(part)::apply;
      case "Precompiled" -> characterMap(part)::apply;
      case "Prepend" -> {
        String prefix = part.only("prepend").text("prepend");
        yield text -> text.isEmpty() ? text : prefix + text;
      }
      case "Replace" -> {
        Regex pattern = part.only("pattern", "content").pattern();
        String content = part.text("content");
        yield text -> replace(text, pattern, content);
      }
      case "Strip" -> {
        part.only("strip_left", "strip_right");
        boolean left = part.flag("strip_left", true);
        boolean right = part.flag("strip_right", true);
        yield text -> strip(text, left, right);
      }
      case "ByteLevel" -> {
        part.only();
        yield ByteAlphabet::encode;
      }
      default -> throw part.unsupported();
    };
  }

  private static BertNormalizer bert(Part part) {
    part.only("clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
    boolean lowercase = part.flag("lowercase", true);
    return new BertNormalizer(
        part.flag("clean_text", true),
        part.flag("handle_chinese_chars", true),
        part.flag("strip_accents", lowercase),
        lowercase);
  }

  private static CharacterMap characterMap(Part part) {
    String table = part.only("precompiled_charsmap").text("precompiled_charsmap");
    try {
      return CharacterMap.of(table);
    } catch (IllegalArgumentException e) {
      throw part.error("precompiled_charsmap", "is damaged");
    }
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
    while (left && from < to && Letters.isSpace(text.charAt(from))) {
      from++;
    }
    while (right && to > from && Letters.isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
