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
  public MediaConfig {
    Bounds.atLeastOne("n_frms", frames);
    Bounds.atLeastOne("audio_clips", audioClips);
    Bounds.require(audioClipSeconds > 0, "audio_clip_seconds", "be above 0", audioClipSeconds);
    Bounds.atLeastOne("audio_clip_divisor", audioClipDivisor);
  }
}
