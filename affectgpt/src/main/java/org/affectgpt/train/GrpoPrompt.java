package org.affectgpt.train;

import java.util.List;
import org.affectgpt.emotion.reward.GoldLabels;
import org.affectgpt.model.PromptInput;

/**
 * A question with the labels that people gave.
 *
 * @param gold human labels
 */
public record GrpoPrompt(PromptInput input, List<String> gold) implements GoldLabels {
  public GrpoPrompt {
    gold = List.copyOf(gold);
  }
}
