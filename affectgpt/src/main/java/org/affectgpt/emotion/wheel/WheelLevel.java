package org.affectgpt.emotion.wheel;

/** How finely a wheel distinguishes emotions. */
public enum WheelLevel {
  /** The hub: six to eight basic emotions, such as {@code sad}. The level of the main metric. */
  LEVEL1,
  /** The middle ring: 36 to 48 emotions, such as {@code lonely}. */
  LEVEL2
}
