/** Scores of a model on labelled clips. */
@NullMarked
package org.affectgpt.app.eval;

import org.jspecify.annotations.NullMarked;
