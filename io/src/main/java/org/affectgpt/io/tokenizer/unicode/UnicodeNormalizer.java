package org.affectgpt.io.tokenizer.unicode;

import java.text.Normalizer;
import java.util.BitSet;

/**
 * Unicode normalisation as the {@code tokenizers} library does it. Its tables are older than
 * Java's: marks and compositions that Unicode added since (from version 10 on) are unknown to it
 * and pass unchanged, and what lies before and after them is normalised by itself.
 */
public final class UnicodeNormalizer {
  /** Characters with normalisation data that the reference lacks (tokenizers 0.23.2). */
  private static final String UNKNOWN_TO_REFERENCE =
      """
      7fd 897-89f 8ca-8d3 9fe c3c d3b-d3c eba 1715 1abf-1ace 1df6-1dfa 32ff
      a7f2-a7f4 a82c ab69 105c9 105d2 105da 105e4 10781-10785 10787-107b0
      107b2-107ba 10d24-10d27 10d69-10d6d 10eab-10eac 10efd-10eff 10f46-10f50
      10f82-10f85 11070 1133b 11382-11385 1138b 1138e 11390-11391 113b8 113bb
      113c2 113c5 113c7-113c9 113ce-113d0 1145e 11839-1183a 11930 11935 11938
      1193d-1193e 11943 119e0 11a34 11a47 11a99 11d42 11d44-11d45 11d97
      11f41-11f42 1611e-16129 1612f 16d63 16d67-16d6a 16ff0-16ff1 1ccd6-1ccf9
      1e030-1e06d 1e08f 1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef
      1f16c 1fbf0-1fbf9
      """;

  private static final BitSet UNKNOWN = parse(UNKNOWN_TO_REFERENCE);

  private final Normalizer.Form form;
  private final int changeless;

  /**
   * @param form the form of the outcome
   */
  public UnicodeNormalizer(Normalizer.Form form) {
    this.form = form;
    // Below U+0300 NFC changes nothing, below U+00A0 no form does.
    this.changeless = form == Normalizer.Form.NFC ? 0x300 : 0xA0;
  }

  private static BitSet parse(String ranges) {
    BitSet set = new BitSet();
    for (String range : ranges.strip().split("\\s+", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
      int last = Integer.parseInt(range.substring(dash + 1), 16);
      set.set(first, last + 1);
    }
    return set;
  }

  /** The normalised text; the same object if nothing in it can change. */
  public String apply(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) < changeless) {
      i++;
    }
    return i == text.length() ? text : normalize(text);
  }

  private String normalize(String text) {
    StringBuilder out = null;
    int done = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int end = i + Character.charCount(c);
      if (c >= changeless && UNKNOWN.get(c)) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(Normalizer.normalize(text.substring(done, i), form)).appendCodePoint(c);
        done = end;
      }
      i = end;
    }
    String rest = Normalizer.normalize(text.substring(done), form);
    return out == null ? rest : out.append(rest).toString();
  }
}
