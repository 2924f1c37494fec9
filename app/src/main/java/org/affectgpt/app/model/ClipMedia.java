package org.affectgpt.app.model;

import org.jspecify.annotations.Nullable;

/**
 * The media of a clip as the encoders take them; null where a modality was not read.
 *
 * @param pixels normalised frames {@code [frames, 3, size, size]}
 * @param windows sound windows {@code [windows][samples]}, 16 kHz
 */
public record ClipMedia(float @Nullable [] pixels, float @Nullable [][] windows) {}
