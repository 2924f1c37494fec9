package org.affectgpt.tools.measure;

/**
 * What one run does at least.
 *
 * @param flops floating-point operations; a multiply-add is two
 * @param bytes of operands, each read or written once
 */
public record Work(double flops, double bytes) {}
