/** Layers: linear, norms, embedding, convolution, dropout, attention. */
@NullMarked
package org.affectgpt.nn.layer;

import org.jspecify.annotations.NullMarked;
