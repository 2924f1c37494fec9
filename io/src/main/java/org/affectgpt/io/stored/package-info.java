/**
 * Tensors as files store them: number formats, named entries over mapped bytes, and sources of such
 * entries. Every reader of a file format gives its tensors in this form.
 */
@NullMarked
package org.affectgpt.io.stored;

import org.jspecify.annotations.NullMarked;
