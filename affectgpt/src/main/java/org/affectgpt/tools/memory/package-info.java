/** How much memory running a model takes, and how much the machine has. */
@NullMarked
package org.affectgpt.tools.memory;

import org.jspecify.annotations.NullMarked;
