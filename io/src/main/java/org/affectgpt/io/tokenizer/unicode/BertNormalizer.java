package org.affectgpt.io.tokenizer.unicode;

import java.text.Normalizer;

/**
 * What BERT does to text before it is cut (Devlin et al. 2018): controls go, white space becomes a
 * space, a Chinese character is a word of its own, and, for models that know no cases, accents go
 * and letters become small.
 */
public final class BertNormalizer {
  private static final UnicodeNormalizer DECOMPOSED = new UnicodeNormalizer(Normalizer.Form.NFD);

  private final boolean cleans;
  private final boolean chinese;
  private final boolean accents;
  private final boolean lowercase;

  /**
   * @param cleans whether controls go and white space becomes a space
   * @param chinese whether a Chinese character is a word of its own
   * @param accents whether accents go
   * @param lowercase whether letters become small
   */
  public BertNormalizer(boolean cleans, boolean chinese, boolean accents, boolean lowercase) {
    this.cleans = cleans;
    this.chinese = chinese;
    this.accents = accents;
    this.lowercase = lowercase;
  }

  /** The text as it is cut. */
  public String apply(String text) {
    String t = cleans ? clean(text) : text;
    t = chinese ? spaced(t) : t;
    t = accents ? Letters.without(DECOMPOSED.apply(t), Letters::isNonspacingMark) : t;
    return lowercase ? Letters.lowercase(t) : t;
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean space = c == '\t' || c == '\n' || c == '\r';
      if (space || (c != 0 && c != 0xFFFD && !Letters.isControl(c))) {
        clean.appendCodePoint(Letters.isSpace(c) ? ' ' : c);
      }
    }
    return clean.toString();
  }

  private static String spaced(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Letters.isChinese(c)) {
        spaced.append(' ').appendCodePoint(c).append(' ');
      } else {
        spaced.appendCodePoint(c);
      }
    }
    return spaced.toString();
  }
}
