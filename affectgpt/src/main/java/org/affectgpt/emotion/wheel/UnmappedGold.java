package org.affectgpt.emotion.wheel;

/** What a per-sample score does on a wheel that has no place for any gold label. */
public enum UnmappedGold {
  /** Stop with an error, as the reference does; {@code neutral} alone always ends here. */
  REJECT,
  /** Leave the wheel out of the average; 0 if no wheel is left. */
  SKIP_WHEEL,
  /** Count the wheel as 0. */
  ZERO
}
