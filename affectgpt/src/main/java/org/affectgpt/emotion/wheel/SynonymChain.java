package org.affectgpt.emotion.wheel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The way from a label to wheel words in the official tables: a label is a form of some names
 * ({@code format.csv}), a name is a synonym of some wheel words ({@code synonym.xlsx}).
 *
 * @param formats label to the names that it is a form of
 * @param synonyms name to the wheel words that it is a synonym of
 */
record SynonymChain(Map<String, List<String>> formats, Map<String, Set<String>> synonyms) {

  /** For every label its wheel words in code-point order, which is the order of preference. */
  Map<String, SortedSet<String>> candidates() {
    Map<String, SortedSet<String>> candidates = new HashMap<>();
    formats.forEach(
        (label, names) -> {
          SortedSet<String> words = new TreeSet<>();
          names.forEach(name -> words.addAll(synonyms.getOrDefault(name, Set.of())));
          candidates.put(label, words);
        });
    return candidates;
  }
}
