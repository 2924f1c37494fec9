/** What the command {@code bench}, the JMH benchmarks and the peers measure. */
@NullMarked
package org.affectgpt.tools.measure;

import org.jspecify.annotations.NullMarked;
