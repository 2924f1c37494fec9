package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The content of a {@code tokenizer.json}.
 *
 * @param vocabulary the byte-pair tokens
 * @param merges in the order in which they were learned
 * @param ignoreMerges whether a piece that is itself a token is taken whole
 * @param added tokens found in the text as it stands
 * @param settings the other fields (normalizer, pre_tokenizer, decoder, ...) as the file gives them
 */
record TokenizerModel(
    Vocabulary vocabulary,
    List<BytePairs.Merge> merges,
    boolean ignoreMerges,
    List<AddedToken> added,
    ObjectNode settings) {
  TokenizerModel {
    added = List.copyOf(added);
  }

  /** The same with other added tokens. */
  TokenizerModel withAdded(List<AddedToken> tokens) {
    return new TokenizerModel(vocabulary, merges, ignoreMerges, tokens, settings);
  }
}
