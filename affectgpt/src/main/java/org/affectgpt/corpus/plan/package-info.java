/** What a corpus is to show: its sizes, and the factors behind each clip. */
@NullMarked
package org.affectgpt.corpus.plan;

import org.jspecify.annotations.NullMarked;
