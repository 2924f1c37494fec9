/**
 * GGUF files, the format of llama.cpp: typed metadata and tensors in block formats, memory-mapped,
 * with the decoder configuration and the tokenizer that they carry.
 */
@NullMarked
package org.affectgpt.io.gguf;

import org.jspecify.annotations.NullMarked;
