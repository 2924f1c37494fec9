/**
 * The backend interface: kernels over buffers with explicit dimensions, no shapes and no autograd.
 */
@NullMarked
package org.affectgpt.tensor.backend;

import org.jspecify.annotations.NullMarked;
