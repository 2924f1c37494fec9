/**
 * From the features of a modality, or of several, to tokens of the decoder (AffectGPT, section
 * 3.2).
 */
@NullMarked
package org.affectgpt.model.fusion;

import org.jspecify.annotations.NullMarked;
