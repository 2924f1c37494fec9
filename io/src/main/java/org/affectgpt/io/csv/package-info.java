/** Tables of comma-separated values with a header. */
@NullMarked
package org.affectgpt.io.csv;

import org.jspecify.annotations.NullMarked;
