package org.affectgpt.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.affectgpt.config.Bounds;

/**
 * What is read of a clip.
 *
 * @param frames frames a clip, likewise faces
 * @param audioClips windows of the sound track
 * @param audioClipSeconds length of a window
 * @param audioClipDivisor the windows start at {@code slack * i / divisor}; 8 is the original's
 * @param jointAudioNormalisation normalise all windows of a clip together, as the original does
 */
public record MediaConfig(
    @JsonProperty("n_frms") int frames,
    int audioClips,
    double audioClipSeconds,
    int audioClipDivisor,
    boolean jointAudioNormalisation) {
  private static final double SHORTEST = 0.001;
  private static final double LONGEST = 3600;

  public MediaConfig {
    Bounds.count("n_frms", 1, frames);
    Bounds.count("audio_clips", 1, audioClips);
    Bounds.require(
        audioClipSeconds >= SHORTEST && audioClipSeconds <= LONGEST,
        "audio_clip_seconds",
        "be from " + SHORTEST + " to " + LONGEST,
        audioClipSeconds);
    Bounds.count("audio_clip_divisor", 1, audioClipDivisor);
  }
}
