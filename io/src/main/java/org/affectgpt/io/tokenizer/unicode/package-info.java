/** What tokenizers do to characters: normal forms, letters, bytes and their stand-ins. */
@NullMarked
package org.affectgpt.io.tokenizer.unicode;

import org.jspecify.annotations.NullMarked;
