/** Prompts, targets and answers, byte for byte as the original writes them. */
@NullMarked
package org.affectgpt.app.prompt;

import org.jspecify.annotations.NullMarked;
