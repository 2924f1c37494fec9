/** A face drawn from action units, frame by frame. */
@NullMarked
package org.affectgpt.corpus.face;

import org.jspecify.annotations.NullMarked;
