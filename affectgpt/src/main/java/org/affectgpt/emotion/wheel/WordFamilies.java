package org.affectgpt.emotion.wheel;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emotion words in families of forms ({@code happy, happiness, happily}), each family with its
 * nearest neighbours. From a word the way leads breadth first: the word itself, the other forms of
 * its family, the neighbours' families, and so on; on a wheel the first word met counts.
 */
final class WordFamilies {
  private record Family(List<String> forms, List<String> neighbours) {}

  private final Map<String, Family> families = new LinkedHashMap<>();

  private WordFamilies() {}

  /**
   * Reads lines {@code form, form, ...: neighbour, neighbour, ...}.
   *
   * @throws IllegalArgumentException if a word stands in two families or a neighbour in none
   */
  static WordFamilies parse(List<String> lines) {
    WordFamilies words = new WordFamilies();
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      List<String> neighbours = parts.length == 2 ? PublishedWheels.items(parts[1]) : List.of();
      Family family = new Family(PublishedWheels.items(parts[0]), neighbours);
      for (String form : family.forms()) {
        if (words.families.put(form, family) != null) {
          throw new IllegalArgumentException("'" + form + "' stands in two word families");
        }
      }
    }
    for (Family family : words.families.values()) {
      for (String neighbour : family.neighbours()) {
        if (!words.families.containsKey(neighbour)) {
          throw new IllegalArgumentException("neighbour '" + neighbour + "' has no word family");
        }
      }
    }
    return words;
  }

  /** For every word the words it leads to, nearest first, itself included. */
  Map<String, Collection<String>> candidates() {
    Map<String, Collection<String>> candidates = HashMap.newHashMap(families.size());
    families.keySet().forEach(word -> candidates.put(word, reachable(word)));
    return candidates;
  }

  private Set<String> reachable(String word) {
    Set<String> reached = new LinkedHashSet<>();
    reached.add(word);
    Deque<Family> open = new ArrayDeque<>();
    Set<Family> seen = new HashSet<>();
    open.add(familyOf(word));
    while (!open.isEmpty()) {
      Family family = open.remove();
      if (seen.add(family)) {
        reached.addAll(family.forms());
        family.neighbours().forEach(neighbour -> open.add(familyOf(neighbour)));
      }
    }
    return reached;
  }

  private Family familyOf(String word) {
    Family family = families.get(word);
    if (family == null) {
      throw new IllegalArgumentException("'" + word + "' has no word family");
    }
    return family;
  }
}
