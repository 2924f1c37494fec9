/** Convolution over time, forward and backward. */
@NullMarked
package org.affectgpt.tensor.cpu.convolution;

import org.jspecify.annotations.NullMarked;
