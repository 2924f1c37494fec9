/**
 * Rewards of AffectGPT-R1 / AffectGPT-RL: functions of the gold labels and the text of a response,
 * each computed from the emotion wheels, the tags or the number of labels.
 */
@NullMarked
package org.affectgpt.emotion.reward;

import org.jspecify.annotations.NullMarked;
