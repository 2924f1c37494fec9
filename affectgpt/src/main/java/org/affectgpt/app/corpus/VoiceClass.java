package org.affectgpt.app.corpus;

/** What the voice of a clip sounds like; the phrase is how the reasoning text names it. */
public enum VoiceClass {
  LOUD("loud and fast"),
  TREMBLING("high and trembling"),
  FIRM("low and firm"),
  SOFT("soft and slow"),
  NOTHING("even");

  /** The classes that carry information; {@link #NOTHING} is left out. */
  public static final int INFORMATIVE = 4;

  private final String phrase;

  VoiceClass(String phrase) {
    this.phrase = phrase;
  }

  /** The words of "the voice is ...". */
  public String phrase() {
    return phrase;
  }
}
