package org.affectgpt.grpo;

import java.util.List;

/**
 * Prompts, each with a group of sampled completions.
 *
 * @param groupSize completions a prompt
 * @param completions {@code prompts.size() * groupSize}, group after group
 */
public record Rollout<P>(List<P> prompts, int groupSize, List<Completion> completions) {
  public Rollout {
    if (groupSize < 1 || completions.size() != prompts.size() * groupSize) {
      throw new IllegalArgumentException(
          completions.size() + " completions for " + prompts.size() + " groups of " + groupSize);
    }
  }

  /** The part that belongs to prompts {@code [from, to)}. */
  public Rollout<P> prompts(int from, int to) {
    return new Rollout<>(
        prompts.subList(from, to),
        groupSize,
        completions.subList(from * groupSize, to * groupSize));
  }

  /** Length of the longest completion. */
  public int length() {
    int n = 1;
    for (Completion c : completions) {
      n = Math.max(n, c.tokens().length);
    }
    return n;
  }

  /** Number of completion tokens. */
  public long tokens() {
    long n = 0;
    for (Completion c : completions) {
      n += c.tokens().length;
    }
    return n;
  }
}
