/** The command line. */
@NullMarked
package org.affectgpt.app.cli;

import org.jspecify.annotations.NullMarked;
