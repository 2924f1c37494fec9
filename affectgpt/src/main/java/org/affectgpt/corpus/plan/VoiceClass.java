package org.affectgpt.corpus.plan;

import java.util.List;

/** What the voice of a clip sounds like. */
public enum VoiceClass {
  /** Loud and fast. */
  LOUD("loud", "excited", "energetic", "angry"),
  /** High, trembling and breathy. */
  TREMBLING("trembling", "fearful", "nervous", "insecure"),
  /** Low and firm. */
  FIRM("firm", "confident", "proud", "determined"),
  /** Soft and slow, with pauses. */
  SOFT("soft", "calm", "tired", "gentle"),
  NOTHING("even");

  /** The classes that carry information; {@link #NOTHING} is left out. */
  public static final int INFORMATIVE = 4;

  private final String word;
  private final List<String> readings;

  VoiceClass(String word, String... readings) {
    this.word = word;
    this.readings = List.of(readings);
  }

  /** The word of "the voice is ..." in a chain of thought. */
  public String word() {
    return word;
  }

  /** What someone who hears only the voice might call it; empty if it says nothing. */
  public List<String> readings() {
    return readings;
  }
}
