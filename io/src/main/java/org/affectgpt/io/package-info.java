/** File formats: weights, tokens, arrays, tables and media. Formats only, no models. */
@NullMarked
package org.affectgpt.io;

import org.jspecify.annotations.NullMarked;
