/** The command line. */
@NullMarked
package org.affectgpt.cli;

import org.jspecify.annotations.NullMarked;
