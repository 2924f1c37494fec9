/** Arrays on the heap, their pool and scopes, and what lies in mapped files. */
@NullMarked
package org.affectgpt.tensor.cpu.memory;

import org.jspecify.annotations.NullMarked;
