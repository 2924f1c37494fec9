/** AdamW, clipping, schedules, gradient accumulation. */
@NullMarked
package org.affectgpt.nn.optim;

import org.jspecify.annotations.NullMarked;
