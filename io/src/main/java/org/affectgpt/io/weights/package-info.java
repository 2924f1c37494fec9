/** Between files of tensors and modules: names match, so loading is a loop. */
@NullMarked
package org.affectgpt.io.weights;

import org.jspecify.annotations.NullMarked;
