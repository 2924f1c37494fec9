package org.affectgpt.grpo;

/**
 * One sampled answer.
 *
 * @param tokens the sampled ids, the end token included when there was one
 * @param text the answer as its readers see it
 * @param finished whether it ended by itself, not at the length limit
 */
public record Completion(int[] tokens, String text, boolean finished) {}
