package org.affectgpt.infer;

import java.util.List;
import java.util.Optional;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.model.PromptIds;

/**
 * What a model says about a clip.
 *
 * @param labels the emotions named
 * @param text the whole answer
 * @param prompt what the model was given, and how much of the subtitle did not fit
 */
public record ClipAnswer(List<String> labels, String text, PromptIds prompt) {
  public ClipAnswer {
    labels = List.copyOf(labels);
  }

  /** The reasoning before the answer, where the model was taught to give one. */
  public Optional<String> reasoning() {
    return TaggedBlock.THINK.content(text, true);
  }

  /** The answer without its reasoning. */
  public String conclusion() {
    return TaggedBlock.ANSWER.content(text, true).orElse(text);
  }
}
