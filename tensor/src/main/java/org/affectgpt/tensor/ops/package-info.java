/** Differentiable operations, one a file: the mathematics, the forward and the backward pass. */
@NullMarked
package org.affectgpt.tensor.ops;

import org.jspecify.annotations.NullMarked;
