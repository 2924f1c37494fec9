/** Clips on disk and what is computed from them once. */
@NullMarked
package org.affectgpt.app.data;

import org.jspecify.annotations.NullMarked;
