package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.affectgpt.io.regex.Regex;

/** Builds what turns tokens back into text. */
final class Decoders {
  private Decoders() {}

  /** Whether tokens stand for bytes and the bytes for UTF-8, and nothing else is done. */
  static boolean isByteLevel(JsonNode node) {
    List<JsonNode> steps = JsonParts.flatten(node, "decoders");
    return steps.size() == 1 && JsonParts.type(steps.getFirst()).equals("ByteLevel");
  }

  /**
   * From tokens to the parts of the text.
   *
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static UnaryOperator<List<String>> of(JsonNode node) {
    List<JsonNode> steps = JsonParts.flatten(node, "decoders");
    if (steps.isEmpty()) {
      return tokens -> List.of(String.join(" ", tokens));
    }
    UnaryOperator<List<String>> all = tokens -> tokens;
    for (JsonNode step : steps) {
      UnaryOperator<List<String>> before = all;
      UnaryOperator<List<String>> last = step(step);
      all = tokens -> last.apply(before.apply(tokens));
    }
    return all;
  }

  private static UnaryOperator<List<String>> step(JsonNode node) {
    return switch (JsonParts.type(node)) {
      case "ByteLevel" -> Decoders::bytes;
      case "ByteFallback" -> Decoders::byteFallback;
      case "Fuse" -> tokens -> List.of(String.join("", tokens));
      case "Replace" -> {
        Regex pattern = JsonParts.pattern(node.path("pattern"), "Replace");
        String content = JsonParts.text(node, "content");
        yield tokens -> tokens.stream().map(t -> Normalizers.replace(t, pattern, content)).toList();
      }
      case "Strip" -> {
        String content = JsonParts.text(node, "content");
        int start = node.path("start").asInt(0);
        int stop = node.path("stop").asInt(0);
        yield tokens -> tokens.stream().map(t -> strip(t, content, start, stop)).toList();
      }
      case "BPEDecoder" -> {
        String suffix = node.path("suffix").asText("</w>");
        yield tokens -> words(tokens, suffix);
      }
      default -> throw JsonParts.unsupported("decoder", node);
    };
  }

  private static List<String> bytes(List<String> tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokens.forEach(t -> ByteAlphabet.decode(t, bytes));
    StringBuilder text = new StringBuilder();
    Utf8.decode(bytes.toByteArray(), bytes.size(), true, text);
    return List.of(text.toString());
  }

  /** Runs of {@code <0x0A>} are bytes; a run that is not UTF-8 becomes one U+FFFD for each. */
  private static List<String> byteFallback(List<String> tokens) {
    List<String> parts = new ArrayList<>();
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    for (String token : tokens) {
      if (token.matches("<0x[0-9A-Fa-f]{2}>")) {
        run.write(Integer.parseInt(token.substring(3, 5), 16));
      } else {
        flush(run, parts);
        parts.add(token);
      }
    }
    flush(run, parts);
    return parts;
  }

  private static void flush(ByteArrayOutputStream run, List<String> parts) {
    if (run.size() > 0) {
      StringBuilder text = new StringBuilder();
      boolean valid = Utf8.isValid(run.toByteArray());
      Utf8.decode(run.toByteArray(), run.size(), true, text);
      parts.add(valid ? text.toString() : "\uFFFD".repeat(run.size()));
      run.reset();
    }
  }

  private static String strip(String token, String content, int start, int stop) {
    int from = 0;
    int to = token.length();
    for (int i = 0; i < start && !content.isEmpty() && token.startsWith(content, from); i++) {
      from += content.length();
    }
    for (int i = 0;
        i < stop && to > from && token.startsWith(content, to - content.length());
        i++) {
      to -= content.length();
    }
    return token.substring(Math.min(from, to), to);
  }

  private static List<String> words(List<String> tokens, String suffix) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      parts.add(tokens.get(i).replace(suffix, i + 1 < tokens.size() ? " " : ""));
    }
    return parts;
  }
}
