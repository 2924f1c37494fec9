/**
 * Operations on each value by itself: arithmetic with broadcasting, functions, activations,
 * dropout.
 */
@NullMarked
package org.affectgpt.tensor.ops.elementwise;

import org.jspecify.annotations.NullMarked;
