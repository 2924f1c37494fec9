/** A voice from a source, filters and prosody. */
@NullMarked
package org.affectgpt.corpus.voice;

import org.jspecify.annotations.NullMarked;
