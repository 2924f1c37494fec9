/** Matrix products: packed panels, register tiles, thin products over stored weights, epilogues. */
@NullMarked
package org.affectgpt.tensor.cpu.gemm;

import org.jspecify.annotations.NullMarked;
