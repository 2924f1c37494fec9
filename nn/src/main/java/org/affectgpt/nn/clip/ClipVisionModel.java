package org.affectgpt.nn.clip;

import static org.affectgpt.tensor.ops.shape.Slice.slice;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/**
 * The image half of a {@code CLIPModel}, under that model's names: {@code vision_model.*} and
 * {@code visual_projection.weight}. The text half of a file is left unused.
 */
public final class ClipVisionModel extends Module {
  private final ClipVisionConfig config;
  private final ClipEmbeddings embeddings;
  private final LayerNorm preNorm;
  private final List<ClipLayer> layers = new ArrayList<>();
  private final LayerNorm postNorm;
  private final Linear projection;

  public ClipVisionModel(Init init, ClipVisionConfig config) {
    this.config = config;
    String v = "vision_model.";
    int h = config.hiddenSize();
    embeddings = child(init, v + "embeddings", i -> new ClipEmbeddings(i, config));
    // the checkpoint's own spelling
    preNorm = child(init, v + "pre_layrnorm", this::norm);
    for (int n = 0; n < config.transformer().layers(); n++) {
      String name = v + "encoder.layers." + n;
      layers.add(child(init, name, i -> new ClipLayer(i, config.transformer())));
    }
    postNorm = child(init, v + "post_layernorm", this::norm);
    projection =
        child(
            init,
            "visual_projection",
            i -> Linear.normal(i, h, config.projectionDim(), false, 1 / Math.sqrt(h)));
  }

  private LayerNorm norm(Init init) {
    return new LayerNorm(init, config.hiddenSize(), config.transformer().layerNormEps());
  }

  public ClipVisionConfig config() {
    return config;
  }

  /**
   * Encodes images {@code [batch, channels, imageSize, imageSize]}, normalised as CLIP's image
   * processor does, to {@code [batch, 1 + patches, hidden]}; {@code hiddenStates} holds the output
   * of the first norm and of every layer.
   */
  public EncoderOutput encode(Tensor pixels) {
    Tensor h = preNorm.forward(embeddings.forward(pixels)); // [batch, 1 + patches, hidden]
    List<Tensor> states = new ArrayList<>();
    states.add(h);
    for (ClipLayer layer : layers) {
      h = layer.forward(h);
      states.add(h);
    }
    return new EncoderOutput(h, states, h);
  }

  /** The class token after the last norm, {@code [batch, hidden]}. */
  public Tensor pool(EncoderOutput encoded) {
    Tensor token = slice(encoded.last(), 1, 0, 1); // [batch, 1, hidden]
    return postNorm.forward(token.reshape(-1, config.hiddenSize())); // [batch, hidden]
  }

  /** Pooled {@code [batch, hidden]} to {@code [batch, projectionDim]}, not normalised. */
  public Tensor project(Tensor pooled) {
    return projection.forward(pooled);
  }

  /** Images to features {@code [batch, projectionDim]}: encode, pool, project. */
  public Tensor imageFeatures(Tensor pixels) {
    return project(pool(encode(pixels)));
  }
}
