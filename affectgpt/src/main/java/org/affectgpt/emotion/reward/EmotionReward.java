package org.affectgpt.emotion.reward;

import org.affectgpt.grpo.Reward;
import org.affectgpt.grpo.Rollout;

/**
 * A reward that judges each response by itself, against the labels that people gave; a pure
 * function, safe for several threads.
 */
public interface EmotionReward extends Reward<GoldLabels> {
  /** Judges one response. */
  RewardResult score(RewardInput input);

  @Override
  default double[] score(Rollout<? extends GoldLabels> rollout) {
    double[] scores = new double[rollout.completions().size()];
    for (int i = 0; i < scores.length; i++) {
      GoldLabels prompt = rollout.prompts().get(i / rollout.groupSize());
      String response = rollout.completions().get(i).text();
      scores[i] = score(new RewardInput(prompt.gold(), response)).value();
    }
    return scores;
  }
}
