package org.affectgpt.model;

import org.jspecify.annotations.Nullable;

/**
 * What the frozen encoders made of a clip; null where a modality was not read.
 *
 * @param frames {@code [frames, width]} row-major
 * @param faces likewise
 * @param audio {@code [windows, width]} row-major
 * @param image {@code [1, width]}
 */
public record ClipFeatures(
    float @Nullable [] frames,
    float @Nullable [] faces,
    float @Nullable [] audio,
    float @Nullable [] image) {
  /** A clip, which has no image. */
  public ClipFeatures(
      float @Nullable [] frames, float @Nullable [] faces, float @Nullable [] audio) {
    this(frames, faces, audio, null);
  }
}
