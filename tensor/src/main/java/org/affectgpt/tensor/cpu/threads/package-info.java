/** The pool of threads, and how work is cut into tasks. */
@NullMarked
package org.affectgpt.tensor.cpu.threads;

import org.jspecify.annotations.NullMarked;
