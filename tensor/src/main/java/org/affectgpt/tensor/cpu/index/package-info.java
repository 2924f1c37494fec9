/** Gathering, scattering and permuting. */
@NullMarked
package org.affectgpt.tensor.cpu.index;

import org.jspecify.annotations.NullMarked;
