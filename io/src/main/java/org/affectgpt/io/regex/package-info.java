/**
 * Regular expressions with the syntax and the matches of Oniguruma (Ruby syntax, Unicode 16), the
 * engine inside the {@code tokenizers} library. Time is bounded: a pattern that backtracks without
 * end is stopped.
 */
@NullMarked
package org.affectgpt.io.regex;

import org.jspecify.annotations.NullMarked;
