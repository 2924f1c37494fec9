/** Kernels that work row by row: softmax, norms, reductions, rotary embedding. */
@NullMarked
package org.affectgpt.tensor.cpu.rows;

import org.jspecify.annotations.NullMarked;
