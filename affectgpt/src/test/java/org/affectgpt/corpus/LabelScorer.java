package org.affectgpt.corpus;

import java.util.List;

/** A corpus score of predicted labels, for example the emotion-wheel F1. */
@FunctionalInterface
public interface LabelScorer {
  /** The score of {@code predicted.get(i)} against {@code gold.get(i)} over all {@code i}. */
  double f1(List<List<String>> gold, List<List<String>> predicted);
}
