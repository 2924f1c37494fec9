/** Prompts, targets and answers, byte for byte as the original writes them. */
@NullMarked
package org.affectgpt.model.prompt;

import org.jspecify.annotations.NullMarked;
