/** What is said in a clip, and what is written about it: subtitles, labels, reasoning. */
@NullMarked
package org.affectgpt.corpus.words;

import org.jspecify.annotations.NullMarked;
