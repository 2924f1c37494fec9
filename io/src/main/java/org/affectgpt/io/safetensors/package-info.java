/**
 * The safetensors format: memory-mapped reading of single and sharded files, atomic writing, and
 * the conversions of stored numbers to Java arrays.
 */
@NullMarked
package org.affectgpt.io.safetensors;

import org.jspecify.annotations.NullMarked;
