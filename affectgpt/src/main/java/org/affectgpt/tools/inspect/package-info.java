/** What weight files of any format hold: their tensors, their metadata, and totals. */
@NullMarked
package org.affectgpt.tools.inspect;

import org.jspecify.annotations.NullMarked;
