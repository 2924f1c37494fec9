/** Reading and writing Hugging Face {@code config.json} values. */
@NullMarked
package org.affectgpt.nn.config;

import org.jspecify.annotations.NullMarked;
