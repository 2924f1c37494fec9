package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Builds the normaliser and the pre-tokenizer that a {@code tokenizer.json} describes and refuses
 * what byte-level BPE tokenizers do not use.
 */
final class TokenizerSteps {
  private TokenizerSteps() {}

  /** NFC, NFD, NFKC, NFKD, a sequence of them, or nothing. */
  static UnaryOperator<String> normalizer(JsonNode node) {
    if (isAbsent(node)) {
      return text -> text;
    }
    String type = node.path("type").asText();
    switch (type) {
      case "Sequence" -> {
        UnaryOperator<String> all = text -> text;
        for (JsonNode step : node.path("normalizers")) {
          UnaryOperator<String> before = all;
          UnaryOperator<String> last = normalizer(step);
          all = text -> last.apply(before.apply(text));
        }
        return all;
      }
      case "NFC", "NFD", "NFKC", "NFKD" -> {
        return new UnicodeNormalizer(Normalizer.Form.valueOf(type))::apply;
      }
      default -> throw new IllegalArgumentException("the normalizer " + type + " is not supported");
    }
  }

  /** A byte-level pre-tokenizer, alone or at the end of a sequence of splits. */
  static PreTokenizer preTokenizer(JsonNode node) {
    List<JsonNode> steps = new ArrayList<>();
    flatten(node, steps);
    List<PreTokenizer> built = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      String type = step.path("type").asText();
      boolean last = i == steps.size() - 1;
      if (type.equals("ByteLevel") != last) {
        throw new IllegalArgumentException(
            "the pre-tokenizer must end with ByteLevel, not with " + type);
      }
      switch (type) {
        case "Split" -> built.add(split(step));
        case "Digits" -> built.add(digits(step.path("individual_digits").asBoolean(false)));
        case "ByteLevel" -> addByteLevel(step, built);
        default ->
            throw new IllegalArgumentException("the pre-tokenizer " + type + " is not supported");
      }
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("it has no ByteLevel pre-tokenizer");
    }
    return PreTokenizer.sequence(built);
  }

  private static void flatten(JsonNode node, List<JsonNode> steps) {
    if (node.path("type").asText().equals("Sequence")) {
      node.path("pretokenizers").forEach(step -> flatten(step, steps));
    } else if (!isAbsent(node)) {
      steps.add(node);
    }
  }

  private static void addByteLevel(JsonNode node, List<PreTokenizer> built) {
    if (node.path("add_prefix_space").asBoolean(true)) {
      built.add(PreTokenizer.prefixSpace());
    }
    if (node.path("use_regex").asBoolean(true)) {
      built.add(new RegexSplit(RegexSplit.GPT2, RegexSplit.Behavior.ISOLATED, false));
    }
  }

  private static PreTokenizer digits(boolean individual) {
    return new RegexSplit(
        "\\p{N}",
        individual ? RegexSplit.Behavior.ISOLATED : RegexSplit.Behavior.CONTIGUOUS,
        false);
  }

  private static PreTokenizer split(JsonNode node) {
    JsonNode pattern = node.path("pattern");
    String regex =
        pattern.has("Regex")
            ? pattern.get("Regex").asText()
            : Pattern.quote(pattern.path("String").asText());
    String name = node.path("behavior").asText("Isolated");
    String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    try {
      return new RegexSplit(
          regex, RegexSplit.Behavior.valueOf(constant), node.path("invert").asBoolean(false));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "its Split pattern is not understood: " + e.getDescription(), e);
    }
  }

  /** Only the byte-level decoder is supported: tokens stand for bytes, the bytes for UTF-8. */
  static void checkDecoder(JsonNode node) {
    JsonNode inner = node;
    if (node.path("type").asText().equals("Sequence") && node.path("decoders").size() == 1) {
      inner = node.path("decoders").get(0);
    }
    if (!inner.path("type").asText().equals("ByteLevel")) {
      throw new IllegalArgumentException("its decoder is not ByteLevel");
    }
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }
}
