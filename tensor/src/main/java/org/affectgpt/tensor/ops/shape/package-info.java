/**
 * Operations that move values and compute none: slices, joins, permutations, gathering, repeating.
 */
@NullMarked
package org.affectgpt.tensor.ops.shape;

import org.jspecify.annotations.NullMarked;
