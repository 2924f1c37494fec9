package org.affectgpt.grpo;

import java.util.List;

/** Scores completions. */
public interface Reward<P> {
  /** The name under which it is logged. */
  String name();

  /** One score a completion, in the order of {@code rollout.completions()}. */
  double[] score(Rollout<? extends P> rollout);

  /** A reward that looks at one completion at a time. */
  static <P> Reward<P> perCompletion(String name, Scorer<P> scorer) {
    return new Reward<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double[] score(Rollout<? extends P> rollout) {
        List<Completion> all = rollout.completions();
        double[] scores = new double[all.size()];
        for (int i = 0; i < scores.length; i++) {
          scores[i] = scorer.score(rollout.prompts().get(i / rollout.groupSize()), all.get(i));
        }
        return scores;
      }
    };
  }

  /** Scores one completion of one prompt. */
  @FunctionalInterface
  interface Scorer<P> {
    double score(P prompt, Completion completion);
  }
}
