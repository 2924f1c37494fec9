/**
 * Golden folders: inputs, a model, and what a reference implementation made of them. Each is loaded
 * the way a user's model is loaded and compared tensor by tensor.
 */
@NullMarked
package org.affectgpt.tools.verify;

import org.jspecify.annotations.NullMarked;
