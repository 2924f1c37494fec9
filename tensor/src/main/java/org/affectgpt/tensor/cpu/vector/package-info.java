/** Vectors of the width this machine has: their mathematics, sums, dot products and transposes. */
@NullMarked
package org.affectgpt.tensor.cpu.vector;

import org.jspecify.annotations.NullMarked;
