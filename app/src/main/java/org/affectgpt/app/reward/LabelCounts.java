package org.affectgpt.app.reward;

/**
 * How many different labels a reward compared, before any mapping to a wheel.
 *
 * @param predicted distinct labels of the response
 * @param gold distinct gold labels
 */
public record LabelCounts(int predicted, int gold) {}
