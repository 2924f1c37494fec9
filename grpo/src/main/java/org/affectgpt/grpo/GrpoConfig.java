package org.affectgpt.grpo;

/**
 * @param groupSize completions a prompt
 * @param beta weight of the KL term; 0 needs no reference policy
 * @param updatesPerRollout optimizer steps on one rollout
 * @param promptsPerPass prompts that go through the model at once; lowers memory, not results
 * @param maxCompletionLength length limit of a completion in tokens
 */
public record GrpoConfig(
    int groupSize,
    Clip clip,
    double beta,
    Advantages advantages,
    Aggregation aggregation,
    int updatesPerRollout,
    int promptsPerPass,
    int maxCompletionLength) {
  public GrpoConfig {
    if (groupSize < 2) {
      throw new IllegalArgumentException("a group needs at least 2 completions: " + groupSize);
    }
    if (updatesPerRollout < 1 || promptsPerPass < 1 || maxCompletionLength < 1) {
      throw new IllegalArgumentException("counts must be positive");
    }
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be 0 or more, and finite: " + beta);
    }
  }

  /** The ratio is clipped to {@code [1 - low, 1 + high]}. */
  public record Clip(double low, double high) {
    public Clip {
      if (!(low >= 0 && high >= 0)) {
        throw new IllegalArgumentException("clip ranges must be 0 or more: " + low + ", " + high);
      }
    }
  }
}
