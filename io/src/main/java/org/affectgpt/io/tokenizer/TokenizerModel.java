package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The content of a {@code tokenizer.json}.
 *
 * @param vocabulary the byte-pair tokens
 * @param merges in the order in which they were learned
 * @param options how words become tokens, besides the merges
 * @param added tokens found in the text as it stands
 * @param settings the other fields (normalizer, pre_tokenizer, decoder, ...) as the file gives them
 */
record TokenizerModel(
    Vocabulary vocabulary,
    List<BytePairs.Merge> merges,
    BpeOptions options,
    List<AddedToken> added,
    ObjectNode settings) {
  TokenizerModel {
    added = List.copyOf(added);
  }

  /** The same with other added tokens. */
  TokenizerModel withAdded(List<AddedToken> tokens) {
    return new TokenizerModel(vocabulary, merges, options, tokens, settings);
  }
}
