package org.affectgpt.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.affectgpt.model.fusion.Fusion;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code affectgpt.json} in a model folder says; a missing key has the value of the released
 * configurations. The sizes of encoders and decoder are in their own {@code config.json}.
 *
 * @param numVideoQueryToken copies of the token for frames or faces, likewise for the others
 * @param loraR rank of the adapters, 0 for none
 * @param maxLength limit of a prompt and of a target in tokens
 * @param nFrms frames a clip
 * @param audioClips windows of the sound track
 * @param audioClipSeconds length of a window
 * @param audioClipDivisor the windows start at {@code slack * i / divisor}; 8 is the original's
 * @param faceOrFrame the mode of prompts
 * @param jointAudioNormalisation normalise all windows of a clip together, as the original does
 * @param inferenceBos whether prompts begin with bos when answering; the original has it in
 *     training only
 * @param maxNewTokens limit of an answer
 * @param parts where encoders, decoder and checkpoints lie when they are not in the model's folder
 */
public record AffectGptConfig(
    @Nullable Fusion videoFusionType,
    @Nullable Fusion audioFusionType,
    @Nullable Fusion multiFusionType,
    @Nullable Fusion imageFusionType,
    @Nullable Integer numVideoQueryToken,
    @Nullable Integer numAudioQueryToken,
    @Nullable Integer numMultiQueryToken,
    @Nullable Integer numImageQueryToken,
    @Nullable Integer loraR,
    @Nullable Double loraAlpha,
    @Nullable Double loraDropout,
    @Nullable Integer maxLength,
    @JsonProperty("n_frms") @Nullable Integer nFrms,
    @Nullable Integer audioClips,
    @Nullable Double audioClipSeconds,
    @Nullable Integer audioClipDivisor,
    @Nullable String faceOrFrame,
    @Nullable Boolean jointAudioNormalisation,
    @Nullable Boolean inferenceBos,
    @Nullable Integer maxNewTokens,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PartPaths parts) {
  public AffectGptConfig {
    videoFusionType = videoFusionType == null ? Fusion.ATTENTION : videoFusionType;
    audioFusionType = audioFusionType == null ? Fusion.ATTENTION : audioFusionType;
    multiFusionType = multiFusionType == null ? Fusion.ATTENTION : multiFusionType;
    imageFusionType = imageFusionType == null ? Fusion.MEAN : imageFusionType;
    numVideoQueryToken = positive("num_video_query_token", numVideoQueryToken, 1);
    numAudioQueryToken = positive("num_audio_query_token", numAudioQueryToken, 1);
    numMultiQueryToken = positive("num_multi_query_token", numMultiQueryToken, 1);
    numImageQueryToken = positive("num_image_query_token", numImageQueryToken, 1);
    loraR = loraR == null ? 16 : loraR;
    loraAlpha = loraAlpha == null ? 32 : loraAlpha;
    loraDropout = loraDropout == null ? 0.05 : loraDropout;
    maxLength = positive("max_length", maxLength, 1024);
    nFrms = positive("n_frms", nFrms, 8);
    audioClips = positive("audio_clips", audioClips, 8);
    audioClipSeconds = audioClipSeconds == null ? 2.0 : audioClipSeconds;
    audioClipDivisor = positive("audio_clip_divisor", audioClipDivisor, 8);
    faceOrFrame = faceOrFrame == null ? "multiface_audio_face_text" : faceOrFrame;
    inferenceBos = inferenceBos != null && inferenceBos;
    jointAudioNormalisation = jointAudioNormalisation == null || jointAudioNormalisation;
    maxNewTokens = positive("max_new_tokens", maxNewTokens, 1200);
    if (loraR < 0 || audioClipSeconds <= 0) {
      throw new InputException("lora_r must be 0 or more and audio_clip_seconds above 0");
    }
  }

  /** The same with its parts elsewhere; null for all in the model's own folder. */
  public AffectGptConfig withParts(@Nullable PartPaths elsewhere) {
    return new AffectGptConfig(
        videoFusionType,
        audioFusionType,
        multiFusionType,
        imageFusionType,
        numVideoQueryToken,
        numAudioQueryToken,
        numMultiQueryToken,
        numImageQueryToken,
        loraR,
        loraAlpha,
        loraDropout,
        maxLength,
        nFrms,
        audioClips,
        audioClipSeconds,
        audioClipDivisor,
        faceOrFrame,
        jointAudioNormalisation,
        inferenceBos,
        maxNewTokens,
        elsewhere);
  }

  private static int positive(String key, @Nullable Integer value, int fallback) {
    int v = value == null ? fallback : value;
    if (v < 1) {
      throw new InputException(key + " must be at least 1, not " + v);
    }
    return v;
  }
}
