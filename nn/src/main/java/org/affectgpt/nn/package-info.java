/** Modules, parameters and their Hugging Face names. */
@NullMarked
package org.affectgpt.nn;

import org.jspecify.annotations.NullMarked;
