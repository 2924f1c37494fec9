/** Operations made of products: matrix products, linear layers, attention, convolution. */
@NullMarked
package org.affectgpt.tensor.ops.matrix;

import org.jspecify.annotations.NullMarked;
