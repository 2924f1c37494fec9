package org.affectgpt.model;

import org.affectgpt.config.Bounds;

/**
 * Prompts and answers.
 *
 * @param faceOrFrame the mode of prompts
 * @param maxLength limit of a prompt and of a target in tokens
 * @param inferenceBos whether prompts begin with bos when answering; the original has it in
 *     training only
 * @param maxNewTokens limit of an answer in tokens
 */
public record PromptConfig(
    String faceOrFrame, int maxLength, boolean inferenceBos, int maxNewTokens) {
  public PromptConfig {
    Bounds.count("max_length", 1, maxLength);
    Bounds.count("max_new_tokens", 1, maxNewTokens);
  }
}
