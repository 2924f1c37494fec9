/** What the command {@code bench}, the JMH benchmarks and the peers measure. */
@NullMarked
package org.affectgpt.app.bench;

import org.jspecify.annotations.NullMarked;
