/** Clips on disk and what is computed from them once. */
@NullMarked
package org.affectgpt.data;

import org.jspecify.annotations.NullMarked;
