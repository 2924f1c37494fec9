/** Encoder warm-up, supervised training and GRPO of AffectGPT, with checkpoints and logs. */
@NullMarked
package org.affectgpt.train;

import org.jspecify.annotations.NullMarked;
