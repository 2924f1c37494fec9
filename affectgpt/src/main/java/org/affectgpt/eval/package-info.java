/** Scores of a model on labelled clips. */
@NullMarked
package org.affectgpt.eval;

import org.jspecify.annotations.NullMarked;
