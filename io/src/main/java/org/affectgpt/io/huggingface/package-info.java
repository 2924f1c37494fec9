/**
 * Models in the layout of Hugging Face: which file holds what. Every file has one reader, so that
 * what its keys mean is said in one place.
 */
@NullMarked
package org.affectgpt.io.huggingface;

import org.jspecify.annotations.NullMarked;
