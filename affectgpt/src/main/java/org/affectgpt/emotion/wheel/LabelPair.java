package org.affectgpt.emotion.wheel;

import java.util.List;

/**
 * Gold and predicted labels of one sample, in any case and order; duplicates count once.
 *
 * @param gold the gold labels
 * @param predicted the predicted labels
 */
public record LabelPair(List<String> gold, List<String> predicted) {
  public LabelPair {
    gold = List.copyOf(gold);
    predicted = List.copyOf(predicted);
  }
}
