/** HuBERT (Hsu et al. 2021). */
@NullMarked
package org.affectgpt.nn.hubert;

import org.jspecify.annotations.NullMarked;
