/** Plain text from a decoder: opening a model of any format, prompts, stop strings, speed. */
@NullMarked
package org.affectgpt.infer.text;

import org.jspecify.annotations.NullMarked;
