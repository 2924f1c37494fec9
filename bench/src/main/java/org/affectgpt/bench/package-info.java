/** Measurements against other implementations. */
@NullMarked
package org.affectgpt.bench;

import org.jspecify.annotations.NullMarked;
