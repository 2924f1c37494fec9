/** Plain text from a decoder: opening a model of any format, prompts, stop strings, speed. */
@NullMarked
package org.affectgpt.app.text;

import org.jspecify.annotations.NullMarked;
