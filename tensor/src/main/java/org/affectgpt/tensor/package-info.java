/** Contiguous tensors, define-by-run automatic differentiation and the backend interface. */
@NullMarked
package org.affectgpt.tensor;

import org.jspecify.annotations.NullMarked;
