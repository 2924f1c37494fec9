package org.affectgpt.grpo;

/** A reward and its weight in the sum. */
public record WeightedReward<P>(Reward<? super P> reward, double weight) {}
