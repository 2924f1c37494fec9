/** The launcher on odd machines, with a JDK and a Maven that only say how they were called. */
@NullMarked
package org.affectgpt.test.launcher;

import org.jspecify.annotations.NullMarked;
