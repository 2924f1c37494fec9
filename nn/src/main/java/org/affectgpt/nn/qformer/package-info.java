/** The querying transformer of BLIP-2 (Li et al. 2023). */
@NullMarked
package org.affectgpt.nn.qformer;

import org.jspecify.annotations.NullMarked;
