package org.affectgpt.emotion.reward;

/** A reward that judges one response; a pure function, safe for several threads. */
public interface EmotionReward {
  /** The name under which logs and breakdowns show the reward. */
  String name();

  /** Judges one response. */
  RewardResult score(RewardInput input);
}
