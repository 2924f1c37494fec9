package org.affectgpt.emotion.label;

import java.util.HashSet;
import java.util.List;

/**
 * How many different labels a reward compared, before any mapping to a wheel.
 *
 * @param predicted distinct labels of the response
 * @param gold distinct gold labels
 */
public record LabelCounts(int predicted, int gold) {
  /** Counts the labels of a response and the normalised gold labels. */
  public static LabelCounts of(List<String> predicted, List<String> gold) {
    return new LabelCounts(new HashSet<>(predicted).size(), new HashSet<>(gold).size());
  }
}
