package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.affectgpt.io.regex.Regex;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;
import org.affectgpt.io.tokenizer.unicode.Utf8;

/** Builds what turns tokens back into text. */
final class Decoders {
  private Decoders() {}

  /** Whether tokens stand for bytes and the bytes for UTF-8, and nothing else is done. */
  static boolean isByteLevel(JsonNode settings) {
    List<Part> steps = Part.list(settings, "decoder", "decoders");
    return steps.size() == 1 && steps.getFirst().type().equals("ByteLevel");
  }

  /**
   * From tokens to the parts of the text.
   *
   * @param cleansUp whether spaces before punctuation are taken out at last
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static UnaryOperator<List<String>> of(JsonNode settings, boolean cleansUp) {
    List<Part> steps = Part.list(settings, "decoder", "decoders");
    UnaryOperator<List<String>> all =
        steps.isEmpty() ? tokens -> List.of(String.join(" ", tokens)) : tokens -> tokens;
    for (Part step : steps) {
      UnaryOperator<List<String>> before = all;
      UnaryOperator<List<String>> last = step(step);
      all = tokens -> last.apply(before.apply(tokens));
    }
    UnaryOperator<List<String>> whole = all;
    return cleansUp ? tokens -> List.of(tidy(String.join("", whole.apply(tokens)))) : all;
  }

  private static UnaryOperator<List<String>> step(Part part) {
    return switch (part.type()) {
      case "ByteLevel" -> {
        part.only("add_prefix_space", "trim_offsets", "use_regex");
        yield Decoders::bytes;
      }
      case "ByteFallback" -> {
        part.only();
        yield Decoders::byteFallback;
      }
      case "Fuse" -> {
        part.only();
        yield tokens -> List.of(String.join("", tokens));
      }
      case "Metaspace" -> Metaspace.of(part)::decode;
      case "Replace" -> {
        Regex pattern = part.only("pattern", "content").pattern();
        String content = part.text("content");
        yield tokens -> tokens.stream().map(t -> Normalizers.replace(t, pattern, content)).toList();
      }
      case "Strip" -> {
        String content = part.only("content", "start", "stop").character("content", " ");
        int start = part.count("start", 0);
        int stop = part.count("stop", 0);
        yield tokens -> tokens.stream().map(t -> strip(t, content, start, stop)).toList();
      }
      case "BPEDecoder" -> {
        String suffix = part.only("suffix").text("suffix", "</w>");
        yield tokens -> words(tokens, suffix);
      }
      case "WordPiece" -> {
        String prefix = part.only("prefix", "cleanup").text("prefix", "##");
        boolean cleanup = part.flag("cleanup", true);
        yield tokens -> wordPieces(tokens, prefix, cleanup);
      }
      case "CTC" -> ctc(part);
      default -> throw part.unsupported();
    };
  }

  private static List<String> wordPieces(List<String> tokens, String prefix, boolean cleanup) {
    List<String> parts = new ArrayList<>(tokens.size());
    for (String token : tokens) {
      String text = token;
      if (!parts.isEmpty()) {
        text = token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
      }
      parts.add(cleanup ? tidy(text) : text);
    }
    return parts;
  }

  /** English punctuation without the spaces that cutting put around it. */
  static String tidy(String text) {
    return text.replace(" .", ".")
        .replace(" ?", "?")
        .replace(" !", "!")
        .replace(" ,", ",")
        .replace(" ' ", "'")
        .replace(" n't", "n't")
        .replace(" 'm", "'m")
        .replace(" do not", " don't")
        .replace(" 's", "'s")
        .replace(" 've", "'ve")
        .replace(" 're", "'re");
  }

  /** One token for a run of equals, blanks dropped (Graves et al. 2006). */
  private static UnaryOperator<List<String>> ctc(Part part) {
    part.only("pad_token", "word_delimiter_token", "cleanup");
    String pad = part.text("pad_token", "<pad>");
    String space = part.text("word_delimiter_token", "|");
    boolean cleanup = part.flag("cleanup", true);
    return tokens -> {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < tokens.size(); i++) {
        if (i == 0 || !tokens.get(i).equals(tokens.get(i - 1))) {
          String text = tokens.get(i).replace(pad, "");
          text = cleanup ? tidy(text).replace(space, " ") : text;
          if (!text.isEmpty()) {
            parts.add(text);
          }
        }
      }
      return parts;
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
