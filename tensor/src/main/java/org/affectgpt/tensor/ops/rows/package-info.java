/** Operations along an axis: softmax, norms, reductions, losses, rotary embedding. */
@NullMarked
package org.affectgpt.tensor.ops.rows;

import org.jspecify.annotations.NullMarked;
