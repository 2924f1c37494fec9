/** Element types: how numbers lie in memory and files. Everything else stands on these. */
@NullMarked
package org.affectgpt.tensor.dtype;

import org.jspecify.annotations.NullMarked;
