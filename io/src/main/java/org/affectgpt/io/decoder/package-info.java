/** Decoders on disk, whichever format holds them: configuration, weights, tokenizer, defaults. */
@NullMarked
package org.affectgpt.io.decoder;

import org.jspecify.annotations.NullMarked;
