package org.affectgpt.model;

/**
 * A prompt as token ids.
 *
 * @param ids patch tokens repeated
 * @param cut how many tokens of the subtitle were left out at its end, because the question would
 *     not have fitted beside them
 * @param subtitle how many tokens the whole subtitle has; known where it was cut
 */
public record PromptIds(int[] ids, int cut, int subtitle) {}
