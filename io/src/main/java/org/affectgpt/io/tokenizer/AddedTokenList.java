package org.affectgpt.io.tokenizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Added tokens, numbered as the reference numbers them: a token that the vocabulary has keeps its
 * id there, any other takes the next free one, whatever id the file gives it.
 */
final class AddedTokenList {
  private final Vocabulary vocabulary;
  private final Map<String, AddedToken> byContent = new LinkedHashMap<>();
  private int largest = -1;

  AddedTokenList(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Adds a token; one of the same text is replaced and leaves its id. */
  void add(AddedToken token) {
    if (token.content().isEmpty()) {
      return;
    }
    AddedToken before = byContent.get(token.content());
    int known = before != null ? before.id() : vocabulary.id(token.content());
    int id = known >= 0 ? known : Math.max(largest + 1, vocabulary.count());
    largest = Math.max(largest, id);
    byContent.put(token.content(), token.withId(id));
  }

  boolean contains(String content) {
    return byContent.containsKey(content);
  }

  boolean contains(AddedToken token) {
    AddedToken known = byContent.get(token.content());
    return known != null && known.equals(token.withId(known.id()));
  }

  /** The id of a text that is an added token or in the vocabulary, or -1. */
  int id(String content) {
    AddedToken added = byContent.get(content);
    return added != null ? added.id() : vocabulary.id(content);
  }

  List<AddedToken> tokens() {
    return new ArrayList<>(byContent.values());
  }
}
