/** Models of true size with random weights: what loading, memory and speed are tested with. */
@NullMarked
package org.affectgpt.tools.rehearse;

import org.jspecify.annotations.NullMarked;
