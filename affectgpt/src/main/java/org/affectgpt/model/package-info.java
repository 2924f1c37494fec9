/** The AffectGPT model: encoders, fusions, splicing, decoder, and its folder on disk. */
@NullMarked
package org.affectgpt.model;

import org.jspecify.annotations.NullMarked;
