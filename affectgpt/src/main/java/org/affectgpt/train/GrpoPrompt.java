package org.affectgpt.train;

import java.util.List;
import org.affectgpt.emotion.reward.GoldLabels;
import org.affectgpt.model.PromptInput;

/**
 * A question with the labels that people gave.
 *
 * @param clip the clip's name
 * @param gold human labels
 */
public record GrpoPrompt(String clip, PromptInput input, List<String> gold) implements GoldLabels {
  public GrpoPrompt {
    gold = List.copyOf(gold);
  }
}
