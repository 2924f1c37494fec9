/** CLIP's vision tower (Radford et al. 2021). */
@NullMarked
package org.affectgpt.nn.clip;

import org.jspecify.annotations.NullMarked;
