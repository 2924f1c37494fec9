package org.affectgpt.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.affectgpt.config.Bounds;
import org.affectgpt.model.fusion.Fusion;

/**
 * How features become tokens, and how many copies of its token each modality has in a prompt.
 *
 * @param video of frames and of faces
 * @param multi of the branch that fuses sound and picture before the decoder
 */
public record FusionConfig(
    @JsonProperty("video_fusion_type") Fusion video,
    @JsonProperty("audio_fusion_type") Fusion audio,
    @JsonProperty("multi_fusion_type") Fusion multi,
    @JsonProperty("image_fusion_type") Fusion image,
    @JsonProperty("num_video_query_token") int videoTokens,
    @JsonProperty("num_audio_query_token") int audioTokens,
    @JsonProperty("num_multi_query_token") int multiTokens,
    @JsonProperty("num_image_query_token") int imageTokens) {
  public FusionConfig {
    Bounds.count("num_video_query_token", 1, videoTokens);
    Bounds.count("num_audio_query_token", 1, audioTokens);
    Bounds.count("num_multi_query_token", 1, multiTokens);
    Bounds.count("num_image_query_token", 1, imageTokens);
  }
}
