/**
 * Group-relative policy optimization (Shao et al. 2024, DeepSeekMath) of any {@link Policy} with
 * any list of weighted {@link Reward}s. Nothing here knows about emotions.
 */
@NullMarked
package org.affectgpt.grpo;

import org.jspecify.annotations.NullMarked;
