package org.affectgpt.infer;

import java.util.List;
import java.util.Optional;
import org.affectgpt.emotion.label.TaggedBlock;

/**
 * What a model says about a clip.
 *
 * @param labels the emotions named
 * @param text the whole answer
 */
public record ClipAnswer(List<String> labels, String text) {
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
