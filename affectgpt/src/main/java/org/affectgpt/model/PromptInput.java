package org.affectgpt.model;

import org.affectgpt.model.prompt.PromptMode;
import org.jspecify.annotations.Nullable;

/**
 * One question about one clip.
 *
 * @param subtitle may be empty; null where the mode shows none
 */
public record PromptInput(
    PromptMode mode, @Nullable String subtitle, String question, ClipFeatures features) {}
