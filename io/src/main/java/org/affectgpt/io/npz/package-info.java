/** NumPy's {@code .npz} archives. */
@NullMarked
package org.affectgpt.io.npz;

import org.jspecify.annotations.NullMarked;
