/** Zip archives as containers of arrays: members are found in, and used from, the mapped file. */
@NullMarked
package org.affectgpt.io.zip;

import org.jspecify.annotations.NullMarked;
