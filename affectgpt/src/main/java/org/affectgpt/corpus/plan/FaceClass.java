package org.affectgpt.corpus.plan;

import java.util.List;

/** What the face of a clip shows. */
public enum FaceClass {
  SMILE("smiling", "happy", "cheerful", "amused"),
  BROWS("frowning", "angry", "annoyed", "serious"),
  WIDE("staring", "surprised", "curious", "shocked"),
  DROOP("drooping", "sad", "tired", "gloomy"),
  NOTHING("neutral");

  /** The classes that carry information; {@link #NOTHING} is left out. */
  public static final int INFORMATIVE = 4;

  private final String word;
  private final List<String> readings;

  FaceClass(String word, String... readings) {
    this.word = word;
    this.readings = List.of(readings);
  }

  /** The word of "the face is ..." in a chain of thought. */
  public String word() {
    return word;
  }

  /** What someone who sees only the face might call it; empty if it says nothing. */
  public List<String> readings() {
    return readings;
  }
}
