/** The AffectGPT model: encoders, fusions, splicing, decoder, and its folder on disk. */
@NullMarked
package org.affectgpt.app.model;

import org.jspecify.annotations.NullMarked;
