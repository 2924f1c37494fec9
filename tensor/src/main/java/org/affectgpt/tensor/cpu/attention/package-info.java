/** Fused attention, forward, backward and decoding. */
@NullMarked
package org.affectgpt.tensor.cpu.attention;

import org.jspecify.annotations.NullMarked;
