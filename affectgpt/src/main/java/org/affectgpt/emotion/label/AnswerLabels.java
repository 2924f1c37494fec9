package org.affectgpt.emotion.label;

import java.util.List;

/** The labels that an answer names: those of its answer block, or of the whole text without one. */
public record AnswerLabels(LabelExtractor extractor) {
  public List<String> of(String answer) {
    String text = TaggedBlock.ANSWER.content(answer, true).orElse(answer);
    return extractor.extract(text);
  }

  /** The reasoning: the think block, or the whole text without one. */
  public static String reasoning(String answer) {
    return TaggedBlock.THINK.content(answer, true).orElse(answer);
  }
}
