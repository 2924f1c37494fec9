/**
 * Vectors of the width this machine has: their mathematics, sums, dot products and transposes.
 *
 * <p><b>Why loops are written out.</b> In this and the rooms beside it many loops look alike, or
 * say one thing four times for four registers, or once for each vector width. That is deliberate. A
 * vector is a Java object; it lives in a register only as long as C2 inlines every method that it
 * passes through. It does not inline a method of more than 325 bytes of bytecode, nor anything once
 * the caller has grown beyond a limit of nodes, and whether it does can differ from run to run. A
 * helper that returns a vector, shared by two kernels, then makes an object for every vector, at a
 * tenth of the speed. So helpers over vectors are short and few ({@link
 * org.affectgpt.tensor.cpu.vector.VectorMath}), and what is long stands where it is used. For the
 * same reason the innermost loops take arrays and indices from their spans once, at the top.
 */
@NullMarked
package org.affectgpt.tensor.cpu.vector;

import org.jspecify.annotations.NullMarked;
