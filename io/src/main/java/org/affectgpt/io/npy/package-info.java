/** NumPy's {@code .npy} arrays. */
@NullMarked
package org.affectgpt.io.npy;

import org.jspecify.annotations.NullMarked;
