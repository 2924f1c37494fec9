package org.affectgpt.model;

import org.affectgpt.model.fusion.Fusion;
import org.affectgpt.model.fusion.MultiFusion;
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

  private final Widths widths;
  private final @Nullable QFormerConfig former;
  private final int imageTokens;
  private final Linear imageProjection;
  private final TimeFusion video;
  private final TimeFusion audio;
  private final MultiFusion multi;

  /**
   * One way into the decoder.
   *
   * @param prefix of the checkpoint's names
   * @param positions the checkpoint's name of a Q-Former's table of positions
   * @param longest rows of that table
   * @param projection the checkpoint's name of the layer that ends in the decoder's width
   */
  private record Branch(
      String prefix, String positions, int longest, int width, String projection) {}

  /**
   * @param former the Q-Former's sizes, needed when a fusion is one
   */
  public Fusions(Init init, AffectGptConfig config, Widths widths, @Nullable QFormerConfig former) {
    this.widths = widths;
    this.former = former;
    FusionConfig fusion = config.fusion();
    imageTokens = fusion.imageTokens();
    imageProjection = linear(init, "image_llama_proj", widths.video(), widths.hidden());
    Branch frames =
        new Branch(
            "video",
            "video_frame_position_embedding",
            VIDEO_POSITIONS,
            widths.video(),
            "affectgpt_proj");
    video = time(init, fusion.video(), frames, fusion.videoTokens());
    Branch sound =
        new Branch(
            "audio",
            "audio_position_embedding",
            AUDIO_POSITIONS,
            widths.audio(),
            "audio_llama_proj");
    audio = time(init, fusion.audio(), sound, fusion.audioTokens());
    Branch both =
        new Branch(
            "multi",
            "multi_position_embedding",
            VIDEO_POSITIONS * 8 + AUDIO_POSITIONS,
            widths.multi(),
            "multi_llama_proj");
    multi = multi(init, fusion.multi(), both, fusion.multiTokens());
  }

  private TimeFusion time(Init init, Fusion kind, Branch branch, int tokens) {
    return switch (kind) {
      case ATTENTION ->
          new TimeFusion.OfAttention(
              linear(init, branch.prefix + "_attention_mlp", branch.width, 1),
              linear(init, branch.projection, branch.width, widths.hidden()),
              tokens);
      case MEAN, TOKEN ->
          new TimeFusion.OfMean(
              linear(init, branch.projection, branch.width, widths.hidden()), tokens);
      case QFORMER -> qformer(init, branch, tokens);
    };
  }

  private MultiFusion multi(Init init, Fusion kind, Branch branch, int tokens) {
    int width = branch.width;
    Linear audioEmbedding = linear(init, "multi_audio_embs", widths.audio(), width);
    Linear videoEmbedding = linear(init, "multi_video_embs", widths.video(), width);
    if (kind == Fusion.QFORMER) {
      return new MultiFusion.OfQFormer(
          videoEmbedding, audioEmbedding, qformer(init, branch, tokens));
    }
    return new MultiFusion.OfAttention(
        videoEmbedding,
        audioEmbedding,
        linear(init, "attention_mlp", 2 * width, width),
        linear(init, "fc_att", width, 2),
        linear(init, branch.projection, width, widths.hidden()),
        tokens);
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
    return TimeFusion.copies(y, imageTokens);
  }

  private Linear linear(Init init, String name, int in, int out) {
    return child(name, Linear.kaiming(init.child(name), in, out, true));
  }

  private TimeFusion.OfQFormer qformer(Init init, Branch branch, int tokens) {
    String prefix = branch.prefix;
    if (former == null) {
      throw new InputException(
          prefix + "_fusion_type: qformer needs bert/config.json in the model folder");
    }
    QFormerModel model =
        child(
            prefix + "_Qformer",
            new QFormerModel(
                init.child(prefix + "_Qformer"),
                former.affectGpt(branch.width),
                QFormerNames.AFFECTGPT));
    String positions = branch.positions + ".weight";
    Parameter table =
        register(positions, init.matrix(positions, Fill.normal(1.0), branch.longest, branch.width));
    Parameter queries =
        register(
            prefix + "_query_tokens",
            init.vector(
                prefix + "_query_tokens", Fill.normal(0.02), 1, tokens, former.hiddenSize()));
    return new TimeFusion.OfQFormer(
        table,
        queries,
        model,
        linear(init, branch.projection, former.hiddenSize(), widths.hidden()));
  }
}
