/** From a clip to its answer. */
@NullMarked
package org.affectgpt.infer;

import org.jspecify.annotations.NullMarked;
