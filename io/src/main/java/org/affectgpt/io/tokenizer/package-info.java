/**
 * Byte-level BPE tokenizers in the Hugging Face {@code tokenizer.json} format: encoding, decoding,
 * streaming, and training of small vocabularies. Behaviour follows the {@code tokenizers} library.
 */
@NullMarked
package org.affectgpt.io.tokenizer;

import org.jspecify.annotations.NullMarked;
