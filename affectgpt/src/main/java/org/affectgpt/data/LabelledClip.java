package org.affectgpt.data;

import java.util.List;
import org.affectgpt.model.ClipFeatures;

/**
 * A clip with what it should be answered.
 *
 * @param description reasoning in prose, the answer to the description question
 * @param chain the reasoning before the labels
 */
public record LabelledClip(
    String name,
    ClipFeatures features,
    String subtitle,
    List<String> labels,
    String description,
    ChainOfThought chain) {
  public LabelledClip {
    labels = List.copyOf(labels);
  }
}
