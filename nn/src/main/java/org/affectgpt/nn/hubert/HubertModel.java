package org.affectgpt.nn.hubert;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.shape.Slice.slice;
import static org.affectgpt.tensor.ops.shape.Transpose.transpose;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.Checkpointing;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.layer.WeightNormConv1d;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Speech samples to hidden states: a stack of convolutions, a projection, a positional convolution,
 * transformer layers. SpecAugment is not applied in training; its mask embedding is kept so that a
 * checkpoint loads and saves whole.
 */
public final class HubertModel extends Module {
  private final HubertConfig config;
  private final List<ConvLayer> convolutions = new ArrayList<>();
  private final @Nullable LayerNorm projectionNorm;
  private final Linear projection;
  private final Dropout projectionDropout;
  private final WeightNormConv1d positions;
  private final LayerNorm norm;
  private final Dropout dropout;
  private final List<HubertLayer> layers = new ArrayList<>();
  private boolean checkpointing;

  public HubertModel(Init init, HubertConfig config) {
    this.config = config;
    // HubertForCTC and HubertForSequenceClassification hold this model under this name
    wrapper("hubert.");
    int h = config.hiddenSize();
    int features = config.convDims().getLast();
    register("masked_spec_embed", init.vector("masked_spec_embed", Fill.uniform(1), h));
    for (int i = 0; i < config.convDims().size(); i++) {
      String name = "feature_extractor.conv_layers." + i;
      convolutions.add(child(name, new ConvLayer(init.child(name), config, i)));
    }
    String p = "feature_projection.";
    projectionNorm =
        config.projectionLayerNorm()
            ? child(
                p + "layer_norm",
                new LayerNorm(init.child(p + "layer_norm"), features, config.layerNormEps()))
            : null;
    projection =
        child(
            p + "projection",
            Linear.normal(
                init.child(p + "projection"), features, h, true, config.initializerRange()));
    projectionDropout = child(p + "dropout", new Dropout(config.projectionDropout()));
    String conv = "encoder.pos_conv_embed.conv";
    positions =
        child(
            conv,
            new WeightNormConv1d(
                init.child(conv),
                h,
                config.positionKernel(),
                config.positionKernel() / 2,
                config.positionGroups()));
    norm =
        child(
            "encoder.layer_norm",
            new LayerNorm(init.child("encoder.layer_norm"), h, config.layerNormEps()));
    dropout = child("encoder.dropout", new Dropout(config.hiddenDropout()));
    for (int i = 0; i < config.layers(); i++) {
      String name = "encoder.layers." + i;
      layers.add(child(name, new HubertLayer(init.child(name), config)));
    }
  }

  public HubertConfig config() {
    return config;
  }

  /** Keeps only the input of every layer for the backward pass and computes the rest again. */
  public void checkpointing(boolean on) {
    checkpointing = on;
  }

  /**
   * @param samples normalised audio {@code [batch, samples]}
   * @return hidden states {@code [batch, frames, hidden]}; with stable layer norm the last entry of
   *     the list has gone through the encoder's norm and the others have not
   */
  public EncoderOutput forward(Tensor samples) {
    if (config.frames(samples.dim(1)) == 0) {
      throw new IllegalArgumentException(
          samples.dim(1) + " samples are too few for one frame of the feature extractor");
    }
    Tensor x = samples.reshape(samples.dim(0), 1, samples.dim(1));
    for (ConvLayer layer : convolutions) {
      x = layer.forward(x);
    }
    return encode(project(transpose(x, 1, 2)));
  }

  private Tensor project(Tensor features) {
    Tensor x = projectionNorm == null ? features : projectionNorm.forward(features);
    return projectionDropout.forward(projection.forward(x));
  }

  private EncoderOutput encode(Tensor x) {
    Tensor h = add(x, positional(x));
    if (!config.stableLayerNorm()) {
      h = norm.forward(h);
    }
    h = dropout.forward(h);
    List<Tensor> states = new ArrayList<>();
    for (HubertLayer layer : layers) {
      states.add(h);
      if (!layer.dropped()) {
        h = checkpointing ? Checkpointing.run(layer, h, layer::forward) : layer.forward(h);
      }
    }
    Tensor last = config.stableLayerNorm() ? norm.forward(h) : h;
    states.add(last);
    return new EncoderOutput(last, states, h);
  }

  /** The positional convolution; an even kernel gives one step too many, which is dropped. */
  private Tensor positional(Tensor x) {
    Tensor y = positions.forward(transpose(x, 1, 2));
    Tensor cut = slice(y, 2, 0, x.dim(1));
    return config.convActivation().apply(transpose(cut, 1, 2));
  }
}
