package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.regex.Regex;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;

/**
 * The pre-tokenizer that a {@code tokenizer.json} describes.
 *
 * @param first cuts text that begins where the user's text does
 * @param later cuts other text
 * @param byteLevel whether the pieces' bytes, in {@link ByteAlphabet}, are what becomes tokens;
 *     their characters otherwise
 */
record PreTokenizers(PreTokenizer first, PreTokenizer later, boolean byteLevel) {
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

  private static final String WORD = "[[:word:]\\u200c\\u200d]+|[^[:word:]\\u200c\\u200d\\s]+";

  /**
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static PreTokenizers of(JsonNode settings) {
    List<PreTokenizer> first = new ArrayList<>();
    List<PreTokenizer> later = new ArrayList<>();
    boolean byteLevel = false;
    boolean moved = !Normalizers.keepBeginning(settings);
    for (Part part : Part.list(settings, "pre_tokenizer", "pretokenizers")) {
      if (byteLevel) {
        first.add(PreTokenizers::encodeBytes);
        later.add(PreTokenizers::encodeBytes);
      }
      byteLevel = part.type().equals("ByteLevel");
      if (part.type().equals("Metaspace")) {
        Metaspace space = Metaspace.of(part);
        if (moved && space.scheme() == Metaspace.Scheme.FIRST) {
          throw part.error(
              "prepend_scheme", "'first' is not supported after parts that change text");
        }
        first.add(space.splitter(true));
        later.add(space.splitter(false));
        moved = true;
      } else {
        List<PreTokenizer> steps = byteLevel ? byteLevel(part) : List.of(step(part));
        first.addAll(steps);
        later.addAll(steps);
        moved |= byteLevel;
      }
    }
    return new PreTokenizers(PreTokenizer.sequence(first), PreTokenizer.sequence(later), byteLevel);
  }

  private static PreTokenizer step(Part part) {
    return switch (part.type()) {
      case "Split" ->
          new RegexSplit(
              part.only("pattern", "behavior", "invert").pattern(),
              part.constant("behavior", RegexSplit.Behavior.class, ""),
              part.flag("invert", false));
      case "Digits" ->
          split(
              NUMBER,
              part.only("individual_digits").flag("individual_digits", false)
                  ? RegexSplit.Behavior.ISOLATED
                  : RegexSplit.Behavior.CONTIGUOUS);
      case "Punctuation" ->
          split(
              PUNCTUATION,
              part.only("behavior").constant("behavior", RegexSplit.Behavior.class, "Isolated"));
      case "BertPreTokenizer" -> {
        part.only();
        yield PreTokenizer.sequence(
            List.of(
                split("\\s", RegexSplit.Behavior.REMOVED),
                split(PUNCTUATION, RegexSplit.Behavior.ISOLATED)));
      }
      case "Whitespace" -> {
        part.only();
        yield new RegexSplit(Regex.compile(WORD), RegexSplit.Behavior.REMOVED, true);
      }
      case "WhitespaceSplit" -> {
        part.only();
        yield split("\\s", RegexSplit.Behavior.REMOVED);
      }
      case "CharDelimiterSplit" ->
          new RegexSplit(
              Regex.literal(part.only("delimiter").character("delimiter", "")),
              RegexSplit.Behavior.REMOVED,
              false);
      case "FixedLength" -> {
        int length = part.only("length").count("length", 5);
        yield PreTokenizer.fixedLength(length);
      }
      default -> throw part.unsupported();
    };
  }

  private static PreTokenizer split(String regex, RegexSplit.Behavior behavior) {
    return new RegexSplit(Regex.compile(regex), behavior, false);
  }

  private static List<PreTokenizer> byteLevel(Part part) {
    part.only("add_prefix_space", "trim_offsets", "use_regex");
    List<PreTokenizer> steps = new ArrayList<>();
    if (part.flag("add_prefix_space", true)) {
      steps.add(PreTokenizer.prefixSpace());
    }
    if (part.flag("use_regex", true)) {
      steps.add(split(RegexSplit.GPT2, RegexSplit.Behavior.ISOLATED));
    }
    return steps;
  }

  /** Steps after a byte-level one see its alphabet. */
  private static void encodeBytes(String text, int from, int to, PreTokenizer.Pieces pieces) {
    String encoded = ByteAlphabet.encode(text.substring(from, to));
    pieces.accept(encoded, 0, encoded.length());
  }
}
