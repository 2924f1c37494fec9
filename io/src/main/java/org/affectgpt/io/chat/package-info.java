/** Conversations as a model's makers write them: the model's template, and its tokens. */
@NullMarked
package org.affectgpt.io.chat;

import org.jspecify.annotations.NullMarked;
