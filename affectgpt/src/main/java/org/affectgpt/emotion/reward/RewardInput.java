package org.affectgpt.emotion.reward;

import java.util.List;

/**
 * What a reward judges.
 *
 * @param gold the gold labels, in any case; duplicates count once
 * @param response the text of the response, without its end mark
 */
public record RewardInput(List<String> gold, String response) {
  public RewardInput {
    gold = List.copyOf(gold);
  }
}
