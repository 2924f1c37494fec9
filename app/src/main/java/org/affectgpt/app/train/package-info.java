/** Encoder warm-up, supervised training and GRPO of AffectGPT, with checkpoints and logs. */
@NullMarked
package org.affectgpt.app.train;

import org.jspecify.annotations.NullMarked;
