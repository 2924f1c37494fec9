/** Emotion labels: read from files, and out of the free text of an answer. */
@NullMarked
package org.affectgpt.emotion.label;

import org.jspecify.annotations.NullMarked;
