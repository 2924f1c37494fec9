package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/** Puts words together from the longest tokens that fit, from left to right. */
final class WordPieceEncoder implements PieceEncoder {
  private final Vocabulary vocabulary;
  private final WordModel.WordPiece model;

  /** No token has more UTF-16 units. */
  private final int longestToken;

  WordPieceEncoder(Vocabulary vocabulary, WordModel.WordPiece model) {
    this.vocabulary = vocabulary;
    this.model = model;
    this.longestToken = vocabulary.longest();
  }

  @Override
  public void encode(String text, int from, int to, IntArrayList out) {
    int before = out.size();
    int at = text.codePointCount(from, to) > model.longest() ? -1 : from;
    while (at >= 0 && at < to) {
      at = longest(text, from, at, to, out);
    }
    if (at < 0) {
      out.size(before);
      out.add(PieceEncoder.unknown(vocabulary, model.unknown()));
    }
  }

  /** Appends the longest token that begins at {@code at}; its end, or -1 if there is none. */
  private int longest(String text, int from, int at, int to, IntArrayList out) {
    String prefix = at > from ? model.prefix() : "";
    int end = (int) Math.min(to, (long) at + longestToken - prefix.length());
    while (end > at) {
      boolean whole = end == to || !Character.isLowSurrogate(text.charAt(end));
      int id = whole ? vocabulary.id(prefix + text.substring(at, end)) : -1;
      if (id >= 0) {
        out.add(id);
        return end;
      }
      end--;
    }
    return -1;
  }
}
