/**
 * Python's pickle language, read as data: a stack machine that builds numbers, strings, containers
 * and what a caller registers by name, and refuses every other name. Nothing is ever executed.
 */
@NullMarked
package org.affectgpt.io.pickle;

import org.jspecify.annotations.NullMarked;
