package org.affectgpt.tensor.backend;

/**
 * Memory of a device, in bytes.
 *
 * @param inUse what tensors and kernels hold now, with what has not been collected yet
 * @param limit the most that they may hold
 */
public record MemoryFigures(long inUse, long limit) {}
