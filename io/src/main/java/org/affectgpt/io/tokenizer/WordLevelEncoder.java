package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/** Looks words up. */
final class WordLevelEncoder implements PieceEncoder {
  private final Vocabulary vocabulary;
  private final WordModel.WordLevel model;

  WordLevelEncoder(Vocabulary vocabulary, WordModel.WordLevel model) {
    this.vocabulary = vocabulary;
    this.model = model;
  }

  @Override
  public void encode(String text, int from, int to, IntArrayList out) {
    int id = vocabulary.id(text.substring(from, to));
    out.add(id >= 0 ? id : PieceEncoder.unknown(vocabulary, model.unknown()));
  }
}
