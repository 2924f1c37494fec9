package org.affectgpt.corpus.plan;

import java.util.List;

/** What the words of a clip are about: a topic, not a sentiment. */
public enum TextTopic {
  RESULTS("results", "the results", "hopeful", "proud", "disappointed"),
  VISITOR("visitors", "a visitor", "curious", "excited", "lonely"),
  MESS("mess", "a mess", "annoyed", "frustrated", "overwhelmed"),
  EVENING("evening", "the evening", "relaxed", "bored", "content"),
  NOTHING("nothing", "nothing special");

  /** The topics that carry information; {@link #NOTHING} is left out. */
  public static final int INFORMATIVE = 4;

  private final String word;
  private final String phrase;
  private final List<String> readings;

  TextTopic(String word, String phrase, String... readings) {
    this.word = word;
    this.phrase = phrase;
    this.readings = List.of(readings);
  }

  /** The word of "the words are about ..." in a chain of thought. */
  public String word() {
    return word;
  }

  /** The topic as a description names it. */
  public String phrase() {
    return phrase;
  }

  /** What someone who knows only the words might call it; empty if they say nothing. */
  public List<String> readings() {
    return readings;
  }
}
