package org.affectgpt.tensor.backend;

/**
 * One operand of a kernel that takes a list of them.
 *
 * @param view where its values begin
 * @param length number of values
 */
public record Span(View view, long length) {}
