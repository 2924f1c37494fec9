/** From a clip to its answer. */
@NullMarked
package org.affectgpt.app.infer;

import org.jspecify.annotations.NullMarked;
