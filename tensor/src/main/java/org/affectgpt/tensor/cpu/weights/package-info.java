/** Stored weights as they lie: F32, BF16, F16, Q8_0 and Q4_0, by rows or by groups of rows. */
@NullMarked
package org.affectgpt.tensor.cpu.weights;

import org.jspecify.annotations.NullMarked;
