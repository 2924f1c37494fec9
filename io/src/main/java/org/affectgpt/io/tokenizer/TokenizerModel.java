package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The content of a {@code tokenizer.json}.
 *
 * @param vocabulary the tokens that words become
 * @param words how they do
 * @param added tokens found in the text as it stands
 * @param habits what {@code tokenizer.json} has no word for
 * @param settings the other fields (normalizer, pre_tokenizer, decoder, ...) as the file gives them
 */
record TokenizerModel(
    Vocabulary vocabulary,
    WordModel words,
    List<AddedToken> added,
    ObjectNode settings,
    Habits habits) {
  /**
   * What only a {@code tokenizer_config.json} says.
   *
   * @param splitSpecial whether special tokens in a text are ordinary words
   * @param cleansUp whether spaces before punctuation are taken out of decoded text
   */
  record Habits(boolean splitSpecial, boolean cleansUp) {
    static final Habits NONE = new Habits(false, false);
  }

  TokenizerModel {
    added = List.copyOf(added);
  }

  /** The same with other added tokens. */
  TokenizerModel withAdded(List<AddedToken> tokens) {
    return new TokenizerModel(vocabulary, words, tokens, settings, habits);
  }

  TokenizerModel(
      Vocabulary vocabulary, WordModel words, List<AddedToken> added, ObjectNode settings) {
    this(vocabulary, words, added, settings, Habits.NONE);
  }

  /** The same with other settings. */
  TokenizerModel withSettings(ObjectNode other) {
    return new TokenizerModel(vocabulary, words, added, other, habits);
  }

  /** The same with other habits. */
  TokenizerModel withHabits(Habits other) {
    return new TokenizerModel(vocabulary, words, added, settings, other);
  }
}
