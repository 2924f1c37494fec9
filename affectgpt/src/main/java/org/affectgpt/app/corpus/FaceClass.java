package org.affectgpt.app.corpus;

/** What the face of a clip shows; the phrase is how the reasoning text names it. */
public enum FaceClass {
  SMILE("a smile"),
  BROWS("lowered brows"),
  WIDE("wide eyes"),
  DROOP("a drooping mouth"),
  NOTHING("nothing special");

  /** The classes that carry information; {@link #NOTHING} is left out. */
  public static final int INFORMATIVE = 4;

  private final String phrase;

  FaceClass(String phrase) {
    this.phrase = phrase;
  }

  /** The words of "the face shows ...". */
  public String phrase() {
    return phrase;
  }
}
