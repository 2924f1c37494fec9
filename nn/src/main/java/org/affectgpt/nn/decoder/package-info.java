/** The Qwen- or Llama-style decoder, its KV cache and its shared-prefix form. */
@NullMarked
package org.affectgpt.nn.decoder;

import org.jspecify.annotations.NullMarked;
