package org.affectgpt.infer;

/**
 * One answer.
 *
 * @param text what the model said, without stop text and special tokens
 * @param tokens generated tokens
 * @param finished whether it ended by itself
 */
public record Answer(String text, int tokens, boolean finished) {}
