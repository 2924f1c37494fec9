/** Low-rank adapters (Hu et al. 2021) under PEFT's names. */
@NullMarked
package org.affectgpt.nn.lora;

import org.jspecify.annotations.NullMarked;
