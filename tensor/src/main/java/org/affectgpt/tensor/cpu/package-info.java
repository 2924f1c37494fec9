/** The CPU backend: Vector API kernels on a pool of threads, a room for each kind. */
@NullMarked
package org.affectgpt.tensor.cpu;

import org.jspecify.annotations.NullMarked;
