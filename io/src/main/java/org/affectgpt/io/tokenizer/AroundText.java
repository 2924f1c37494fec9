package org.affectgpt.io.tokenizer;

/**
 * The tokens that {@link Tokenizer#encodeWithSpecial} puts around a text.
 *
 * @param before the id of the one before it, or -1
 * @param after the id of the one after it, or -1
 */
public record AroundText(int before, int after) {}
