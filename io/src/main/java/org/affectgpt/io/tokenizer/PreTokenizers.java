package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.regex.Regex;

/**
 * The pre-tokenizer that a {@code tokenizer.json} describes.
 *
 * @param splitter cuts the text
 * @param byteLevel whether the pieces' bytes, in {@link ByteAlphabet}, are what is merged; their
 *     characters otherwise
 */
record PreTokenizers(PreTokenizer splitter, boolean byteLevel) {
  /** The reference counts what was punctuation in Unicode 8, and all of ASCII's. */
  private static final String PUNCTUATION =
      "[[\\p{P}!-/:-@\\[-`{-~\\x{166d}\\x{111c9}]&&[^\\x{61d}\\x{9fd}\\x{a76}\\x{c77}\\x{c84}"
          + "\\x{1b4e}-\\x{1b4f}\\x{1b7d}-\\x{1b7f}\\x{2e43}-\\x{2e4f}\\x{2e52}-\\x{2e5d}\\x{10d6e}"
          + "\\x{10ead}\\x{10f55}-\\x{10f59}\\x{10f86}-\\x{10f89}\\x{113d4}-\\x{113d8}"
          + "\\x{1144b}-\\x{1144f}\\x{1145a}-\\x{1145d}\\x{11660}-\\x{1166c}\\x{116b9}\\x{1183b}"
          + "\\x{11944}-\\x{11946}\\x{119e2}\\x{11a3f}-\\x{11a46}\\x{11a9a}-\\x{11aa2}"
          + "\\x{11b00}-\\x{11b09}\\x{11be1}\\x{11c41}-\\x{11c71}\\x{11ef7}-\\x{11ef8}"
          + "\\x{11f43}-\\x{11f4f}\\x{11fff}\\x{12ff1}-\\x{12ff2}\\x{16d6d}-\\x{16d6f}"
          + "\\x{16e97}-\\x{16e9a}\\x{16fe2}\\x{1e5ff}\\x{1e95e}-\\x{1e95f}]]";

  /** Numbers as of Unicode 17, which the reference's {@code is_numeric} knows. */
  private static final String NUMBER = "[\\p{N}\\x{11de0}-\\x{11de9}\\x{16ff4}-\\x{16ff6}]";

  /**
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static PreTokenizers of(JsonNode node) {
    List<JsonNode> steps = JsonParts.flatten(node, "pretokenizers");
    List<PreTokenizer> built = new ArrayList<>();
    boolean byteLevel = false;
    for (JsonNode step : steps) {
      if (byteLevel) {
        built.add(PreTokenizers::encodeBytes);
      }
      byteLevel = JsonParts.type(step).equals("ByteLevel");
      if (byteLevel) {
        addByteLevel(step, built);
      } else {
        built.add(step(step));
      }
    }
    return new PreTokenizers(PreTokenizer.sequence(built), byteLevel);
  }

  private static PreTokenizer step(JsonNode node) {
    return switch (JsonParts.type(node)) {
      case "Split" ->
          new RegexSplit(
              JsonParts.pattern(node.path("pattern"), "Split"),
              JsonParts.behavior(node),
              node.path("invert").asBoolean(false));
      case "Digits" -> {
        boolean individual = node.path("individual_digits").asBoolean(false);
        yield split(
            NUMBER, individual ? RegexSplit.Behavior.ISOLATED : RegexSplit.Behavior.CONTIGUOUS);
      }
      case "Punctuation" -> split(PUNCTUATION, JsonParts.behavior(node));
      case "Whitespace" ->
          new RegexSplit(
              Regex.compile("[[:word:]\\u200c\\u200d]+|[^[:word:]\\u200c\\u200d\\s]+"),
              RegexSplit.Behavior.REMOVED,
              true);
      case "WhitespaceSplit" -> split("\\s", RegexSplit.Behavior.REMOVED);
      case "CharDelimiterSplit" ->
          new RegexSplit(
              Regex.literal(JsonParts.text(node, "delimiter")), RegexSplit.Behavior.REMOVED, false);
      default -> throw JsonParts.unsupported("pre-tokenizer", node);
    };
  }

  private static PreTokenizer split(String regex, RegexSplit.Behavior behavior) {
    return new RegexSplit(Regex.compile(regex), behavior, false);
  }

  private static void addByteLevel(JsonNode node, List<PreTokenizer> built) {
    if (node.path("add_prefix_space").asBoolean(true)) {
      built.add(PreTokenizer.prefixSpace());
    }
    if (node.path("use_regex").asBoolean(true)) {
      built.add(split(RegexSplit.GPT2, RegexSplit.Behavior.ISOLATED));
    }
  }

  /** Steps after a byte-level one see its alphabet. */
  private static void encodeBytes(String text, int from, int to, PreTokenizer.Pieces pieces) {
    String encoded = ByteAlphabet.encode(text.substring(from, to));
    pieces.accept(encoded, 0, encoded.length());
  }
}
