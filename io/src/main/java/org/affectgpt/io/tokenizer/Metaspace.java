package org.affectgpt.io.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.regex.Regex;

/**
 * Spaces as characters of the words, as SentencePiece writes them.
 *
 * @param replacement what stands for a space
 * @param scheme where one is put before text
 * @param split whether pieces end before each
 */
record Metaspace(String replacement, Scheme scheme, boolean split) {
  /** Where a space is put before text that does not begin with one. */
  enum Scheme {
    /** Where the user's text begins. */
    FIRST,
    NEVER,
    /** After every added token as well. */
    ALWAYS
  }

  /**
   * Reads the pre-tokenizer or decoder of this name; files from before {@code prepend_scheme} say
   * {@code add_prefix_space}.
   */
  static Metaspace of(Part part) {
    part.only("replacement", "str_rep", "add_prefix_space", "prepend_scheme", "split");
    Scheme scheme = part.constant("prepend_scheme", Scheme.class, "always");
    if (!part.flag("add_prefix_space", true)) {
      if (part.has("prepend_scheme") && scheme != Scheme.NEVER) {
        throw part.error("add_prefix_space", "contradicts prepend_scheme");
      }
      scheme = Scheme.NEVER;
    }
    return new Metaspace(part.character("replacement", "\u2581"), scheme, part.flag("split", true));
  }

  /**
   * @param first for text that begins where the user's text does
   */
  PreTokenizer splitter(boolean first) {
    Regex mark = Regex.literal(replacement);
    PreTokenizer cut = new RegexSplit(mark, RegexSplit.Behavior.MERGED_WITH_NEXT, false);
    return (text, from, to, pieces) -> {
      String marked = text.substring(from, to).replace(" ", replacement);
      boolean puts = scheme == Scheme.ALWAYS || (scheme == Scheme.FIRST && first && from == 0);
      if (puts && !marked.startsWith(replacement)) {
        marked = replacement + marked;
      }
      if (split) {
        cut.split(marked, 0, marked.length(), pieces);
      } else {
        pieces.accept(marked, 0, marked.length());
      }
    };
  }

  /** Tokens as the parts of the text. */
  List<String> decode(List<String> tokens) {
    List<String> parts = new ArrayList<>(tokens.size());
    for (String token : tokens) {
      boolean drops = parts.isEmpty() && scheme != Scheme.NEVER;
      parts.add(token.replace(replacement, drops ? "" : " "));
    }
    return parts;
  }
}
