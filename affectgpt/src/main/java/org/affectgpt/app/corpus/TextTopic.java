package org.affectgpt.app.corpus;

/** What the words of a clip are about: a topic, not a sentiment. */
public enum TextTopic {
  RESULTS("the results"),
  VISITOR("a visitor"),
  MESS("a mess"),
  EVENING("the evening"),
  NOTHING("nothing special");

  /** The topics that carry information; {@link #NOTHING} is left out. */
  public static final int INFORMATIVE = 4;

  private final String phrase;

  TextTopic(String phrase) {
    this.phrase = phrase;
  }

  /** The words of "the words are about ...". */
  public String phrase() {
    return phrase;
  }
}
