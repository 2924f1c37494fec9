package org.affectgpt.corpus.plan;

/** The three parts of the corpus and the names that their files carry. */
public enum Split {
  /** The large part, labelled by a machine as MER-Caption+ was; the cold start trains on it. */
  TRAIN_MACHINE("train_machine", "m"),
  /** The small part of human grade, as OV-MERD and MER2025-OV are; GRPO trains on it. */
  TRAIN_HUMAN("train_human", "h"),
  /** The held-out part of human grade: other identities, speakers and sentences. */
  TEST("test", "t");

  private final String key;
  private final String prefix;

  Split(String key, String prefix) {
    this.key = key;
    this.prefix = prefix;
  }

  /** The name in files and random streams. */
  public String key() {
    return key;
  }

  /** The name of a clip, for example {@code m_00000012}. */
  public String clipName(int index) {
    return String.format("%s_%08d", prefix, index);
  }
}
