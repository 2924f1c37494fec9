/**
 * Conversion of models: from any format that is read to safetensors folders, in another number
 * format, quantised, with adapters merged. Tensors stream from the mapped file to the new one.
 */
@NullMarked
package org.affectgpt.tools.convert;

import org.jspecify.annotations.NullMarked;
