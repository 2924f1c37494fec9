/**
 * Chat templates: an interpreter for the part of Jinja that they use, as transformers sets it up.
 */
@NullMarked
package org.affectgpt.io.template;

import org.jspecify.annotations.NullMarked;
