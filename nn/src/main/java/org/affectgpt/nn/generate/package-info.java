/** Sampling and batched decoding. */
@NullMarked
package org.affectgpt.nn.generate;

import org.jspecify.annotations.NullMarked;
