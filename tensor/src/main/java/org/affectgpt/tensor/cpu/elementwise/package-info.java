/** Kernels that work element by element, and the optimizer's update. */
@NullMarked
package org.affectgpt.tensor.cpu.elementwise;

import org.jspecify.annotations.NullMarked;
