/**
 * Adapters as PEFT saves them: one reader for those who attach them and those who merge them, so
 * that both take the same files.
 */
@NullMarked
package org.affectgpt.io.peft;

import org.jspecify.annotations.NullMarked;
