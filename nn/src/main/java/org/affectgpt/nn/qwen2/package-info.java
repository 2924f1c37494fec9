/** The Qwen2-style decoder, its KV cache and its shared-prefix form. */
@NullMarked
package org.affectgpt.nn.qwen2;

import org.jspecify.annotations.NullMarked;
