package org.affectgpt.tools.verify;

/**
 * How far one result is from what the reference computed.
 *
 * @param name the tensor, or the case of a file
 * @param relL2 ‖ours − expected‖ / ‖expected‖; 1 for a result of another shape or none at all
 * @param ok whether that is within {@code rule}
 * @param byBound whether the folder's bound on {@code relL2} was the rule
 * @param rule what was asked of the tensor, or what is wrong with it, in words
 */
public record TensorError(String name, double relL2, boolean ok, boolean byBound, String rule) {}
