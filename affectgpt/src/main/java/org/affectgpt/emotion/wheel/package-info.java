/**
 * Emotion wheels and the metrics of MER-UniBench built on them: open-vocabulary labels are mapped
 * to clusters of five wheels, and sets of clusters are compared.
 */
@NullMarked
package org.affectgpt.emotion.wheel;

import org.jspecify.annotations.NullMarked;
