package org.affectgpt.emotion.label;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.jspecify.annotations.Nullable;

/**
 * Label extraction by rules and a vocabulary, in place of the reference's language model. Same
 * text, same labels. The first rule that applies decides:
 *
 * <ol>
 *   <li>"... emotional state is a, b and c." (also "emotions are"): the list after the last such
 *       phrase, up to the end of the sentence;
 *   <li>the last list in square brackets;
 *   <li>a bare list, whose pieces have at most two words or are mostly known labels;
 *   <li>prose: known labels of the vocabulary in the order in which they occur, each once, the
 *       longest match first, unless one of the three words before negates it.
 * </ol>
 *
 * <p>In lists, a short piece counts as a label even if the vocabulary does not know it, because the
 * length penalty counts labels before any mapping, and repeated labels stay repeated.
 */
public final class VocabularyExtractor implements LabelExtractor {
  private static final Pattern LEAD =
      Pattern.compile("\\bemotion(?:s|al states?)?\\s*(?:\\bis\\b|\\bare\\b|:)\\s*:?");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?\\n]");
  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)\\]");
  private static final Pattern LIST_SEPARATOR = Pattern.compile("[,;/\"\\n，、；]");
  private static final Pattern CONJUNCTION = Pattern.compile("\\s+(?:and|or|but|&)\\s+");
  private static final Pattern EDGES = Pattern.compile("^[\\s'\"*.:!?()-]+|[\\s'\"*.:!?()-]+$");
  private static final Pattern FILLER =
      Pattern.compile(
          "^(?:(?:and|or|but|also|possibly|probably|maybe|very|quite|rather|somewhat|slightly"
              + "|mildly|a bit|a little|both|a|an)\\s+)+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’-]+|[.,;:!?\\n]");
  private static final Set<String> NOTHING =
      Set.of("none", "no emotion", "no emotions", "n/a", "nothing", "unknown", "empty");
  private static final Set<String> NEGATIONS =
      Set.of("not", "no", "never", "without", "neither", "nor", "hardly", "cannot");
  private static final int NEGATION_REACH = 3;
  private static final int LONGEST_LABEL = 4;

  private final EmotionWheels vocabulary;

  public VocabularyExtractor(EmotionWheels vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public List<String> extract(String text) {
    String lower = text.toLowerCase(Locale.ROOT).strip();
    String list = afterLead(lower);
    if (list == null) {
      list = inBrackets(lower);
    }
    if (list == null && isBareList(lower)) {
      list = lower;
    }
    return list == null ? scan(lower) : readList(list);
  }

  private static @Nullable String afterLead(String text) {
    String found = null;
    Matcher lead = LEAD.matcher(text);
    while (lead.find()) {
      String rest = text.substring(lead.end()).strip();
      Matcher end = SENTENCE_END.matcher(rest);
      found = end.find() ? rest.substring(0, end.start()) : rest;
    }
    if (found == null) {
      return null;
    }
    String bracketed = inBrackets(found);
    return bracketed == null ? found : bracketed;
  }

  private static @Nullable String inBrackets(String text) {
    String found = null;
    Matcher brackets = BRACKETS.matcher(text);
    while (brackets.find()) {
      found = brackets.group(1);
    }
    return found;
  }

  private boolean isBareList(String text) {
    List<String> pieces = pieces(text);
    long known = pieces.stream().filter(vocabulary::knows).count();
    return 2 * known > pieces.size()
        || pieces.stream().allMatch(piece -> piece.split("\\s+").length <= 2);
  }

  private List<String> readList(String list) {
    List<String> labels = new ArrayList<>();
    for (String piece : pieces(list)) {
      if (vocabulary.knows(piece)) {
        labels.add(piece);
      } else if (piece.split("\\s+").length > 2) {
        labels.addAll(scan(piece));
      } else if (!NOTHING.contains(piece)) {
        labels.add(piece);
      }
    }
    return labels;
  }

  private List<String> pieces(String list) {
    List<String> pieces = new ArrayList<>();
    for (String item : LIST_SEPARATOR.split(list)) {
      String whole = trim(item);
      if (vocabulary.knows(whole)) {
        pieces.add(whole);
        continue;
      }
      for (String part : CONJUNCTION.split(" " + whole + " ")) {
        String label = trim(part);
        if (!vocabulary.knows(label)) {
          label = FILLER.matcher(label).replaceFirst("");
        }
        if (!label.isEmpty()) {
          pieces.add(label);
        }
      }
    }
    return pieces;
  }

  private static String trim(String piece) {
    return EDGES.matcher(piece).replaceAll("");
  }

  private List<String> scan(String text) {
    List<String> words = WORD.matcher(text).results().map(r -> r.group()).toList();
    Set<String> labels = new LinkedHashSet<>();
    int at = 0;
    while (at < words.size()) {
      int length = Math.min(LONGEST_LABEL, words.size() - at);
      while (length > 0 && !vocabulary.knows(String.join(" ", words.subList(at, at + length)))) {
        length--;
      }
      if (length > 0 && !negated(words, at)) {
        labels.add(String.join(" ", words.subList(at, at + length)));
      }
      at += Math.max(1, length);
    }
    return List.copyOf(labels);
  }

  private static boolean negated(List<String> words, int at) {
    for (int i = at - 1; i >= Math.max(0, at - NEGATION_REACH); i--) {
      String word = words.get(i);
      if (!Character.isLetterOrDigit(word.charAt(0))) {
        return false;
      }
      if (NEGATIONS.contains(word) || word.endsWith("n't") || word.endsWith("n’t")) {
        return true;
      }
    }
    return false;
  }
}
