package org.affectgpt.model;

import org.affectgpt.model.fusion.AttentionFusion;
import org.affectgpt.model.fusion.AttentionMultiFusion;
import org.affectgpt.model.fusion.Fusion;
import org.affectgpt.model.fusion.MeanFusion;
import org.affectgpt.model.fusion.MultiFusion;
import org.affectgpt.model.fusion.QFormerFusion;
import org.affectgpt.model.fusion.QFormerMultiFusion;
import org.affectgpt.model.fusion.TimeFusion;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.nn.qformer.QFormerNames;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Everything between encoders and decoder, under the names of the original's checkpoint ({@code
 * affectgpt.py:AffectGPT.__init__}).
 */
public final class Fusions extends Module {
  /** Most frames that a video Q-Former knows a position for, and windows of an audio one. */
  private static final int VIDEO_POSITIONS = 32;

  private static final int AUDIO_POSITIONS = 8;

  private final AffectGptConfig config;
  private final Widths widths;
  private final @Nullable QFormerConfig former;
  private final Linear imageProjection;
  private final TimeFusion video;
  private final TimeFusion audio;
  private final MultiFusion multi;

  /**
   * @param former the Q-Former's sizes, needed when a fusion is one
   */
  public Fusions(Init init, AffectGptConfig config, Widths widths, @Nullable QFormerConfig former) {
    this.config = config;
    this.widths = widths;
    this.former = former;
    imageProjection = linear(init, "image_llama_proj", widths.video(), widths.hidden());
    video =
        switch (config.fusion().video()) {
          case ATTENTION ->
              new AttentionFusion(
                  linear(init, "video_attention_mlp", widths.video(), 1),
                  linear(init, "affectgpt_proj", widths.video(), widths.hidden()),
                  config.fusion().videoTokens());
          case MEAN, TOKEN ->
              new MeanFusion(
                  linear(init, "affectgpt_proj", widths.video(), widths.hidden()),
                  config.fusion().videoTokens());
          case QFORMER ->
              qformer(
                  init,
                  "video",
                  "video_frame_position_embedding",
                  VIDEO_POSITIONS,
                  widths.video(),
                  config.fusion().videoTokens(),
                  "affectgpt_proj");
        };
    audio =
        switch (config.fusion().audio()) {
          case ATTENTION ->
              new AttentionFusion(
                  linear(init, "audio_attention_mlp", widths.audio(), 1),
                  linear(init, "audio_llama_proj", widths.audio(), widths.hidden()),
                  config.fusion().audioTokens());
          case MEAN, TOKEN ->
              new MeanFusion(
                  linear(init, "audio_llama_proj", widths.audio(), widths.hidden()),
                  config.fusion().audioTokens());
          case QFORMER ->
              qformer(
                  init,
                  "audio",
                  "audio_position_embedding",
                  AUDIO_POSITIONS,
                  widths.audio(),
                  config.fusion().audioTokens(),
                  "audio_llama_proj");
        };
    Linear audioEmbedding = linear(init, "multi_audio_embs", widths.audio(), widths.multi());
    Linear videoEmbedding = linear(init, "multi_video_embs", widths.video(), widths.multi());
    multi =
        config.fusion().multi() == Fusion.QFORMER
            ? new QFormerMultiFusion(
                videoEmbedding,
                audioEmbedding,
                qformer(
                    init,
                    "multi",
                    "multi_position_embedding",
                    VIDEO_POSITIONS * 8 + AUDIO_POSITIONS,
                    widths.multi(),
                    config.fusion().multiTokens(),
                    "multi_llama_proj"))
            : new AttentionMultiFusion(
                videoEmbedding,
                audioEmbedding,
                linear(init, "attention_mlp", 2 * widths.multi(), widths.multi()),
                linear(init, "fc_att", widths.multi(), 2),
                linear(init, "multi_llama_proj", widths.multi(), widths.hidden()),
                config.fusion().multiTokens());
  }

  /** Tokens of frames or faces {@code [batch, time, width]}. */
  public Tensor video(Tensor features) {
    return video.tokens(features);
  }

  /** Tokens of audio {@code [batch, windows, width]}. */
  public Tensor audio(Tensor features) {
    return audio.tokens(features);
  }

  /** Tokens of the pre-fusion branch. */
  public Tensor multi(Tensor videoFeatures, Tensor audioFeatures) {
    return multi.tokens(videoFeatures, audioFeatures);
  }

  /** What the pre-fusion branch makes of both before it is projected to the decoder's width. */
  public Tensor fused(Tensor videoFeatures, Tensor audioFeatures) {
    return multi.fused(videoFeatures, audioFeatures);
  }

  /** Tokens of an image {@code [batch, 1, width]} (encode_image_mean, encode_image_token). */
  public Tensor image(Tensor features) {
    Tensor y = imageProjection.forward(features.reshape(features.dim(0), features.dim(2)));
    return TimeFusion.copies(y, config.fusion().imageTokens());
  }

  private Linear linear(Init init, String name, int in, int out) {
    return child(name, Linear.kaiming(init.child(name), in, out, true));
  }

  private QFormerFusion qformer(
      Init init,
      String prefix,
      String positions,
      int longest,
      int width,
      int tokens,
      String projection) {
    if (former == null) {
      throw new InputException(
          prefix + "_fusion_type: qformer needs bert/config.json in the model folder");
    }
    QFormerModel model =
        child(
            prefix + "_Qformer",
            new QFormerModel(
                init.child(prefix + "_Qformer"), former.affectGpt(width), QFormerNames.AFFECTGPT));
    Parameter table =
        register(
            positions + ".weight",
            init.matrix(positions + ".weight", Fill.normal(1.0), longest, width));
    Parameter queries =
        register(
            prefix + "_query_tokens",
            init.vector(
                prefix + "_query_tokens", Fill.normal(0.02), 1, tokens, former.hiddenSize()));
    return new QFormerFusion(
        table, queries, model, linear(init, projection, former.hiddenSize(), widths.hidden()));
  }
}
