package org.affectgpt.app.train;

import java.util.List;
import org.affectgpt.app.reward.TaggedBlock;
import org.affectgpt.app.reward.WheelRewardOptions;

/** The labels that an answer names: those of its answer block, or of the whole text without one. */
public record AnswerLabels(WheelRewardOptions options) {
  public List<String> of(String answer) {
    String text = TaggedBlock.ANSWER.content(answer, true).orElse(answer);
    return options.extractor().extract(text);
  }

  /** The reasoning: the think block, or the whole text without one. */
  public static String reasoning(String answer) {
    return TaggedBlock.THINK.content(answer, true).orElse(answer);
  }
}
