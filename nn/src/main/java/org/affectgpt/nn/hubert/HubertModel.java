package org.affectgpt.nn.hubert;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.shape.Slice.slice;
import static org.affectgpt.tensor.ops.shape.Transpose.transpose;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.TransformerConfig;
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

  public HubertModel(Init init, HubertConfig config) {
    this.config = config;
    // HubertForCTC and HubertForSequenceClassification hold this model under this name
    wrapper("hubert.");
    TransformerConfig c = config.transformer();
    ConvStack stack = config.convolutions();
    int h = c.hidden();
    int features = stack.dims().getLast();
    register("masked_spec_embed", init.vector("masked_spec_embed", Fill.uniform(1), h));
    for (int n = 0; n < stack.dims().size(); n++) {
      int index = n;
      String name = "feature_extractor.conv_layers." + n;
      convolutions.add(child(init, name, i -> new ConvLayer(i, stack, index)));
    }
    String p = "feature_projection.";
    projectionNorm =
        config.projectionLayerNorm()
            ? child(init, p + "layer_norm", i -> new LayerNorm(i, features, c.layerNormEps()))
            : null;
    projection =
        child(
            init, p + "projection", i -> Linear.normal(i, features, h, true, c.initializerRange()));
    projectionDropout = child(p + "dropout", new Dropout(config.dropouts().projection()));
    int kernel = config.positionKernel();
    positions =
        child(
            init,
            "encoder.pos_conv_embed.conv",
            i -> new WeightNormConv1d(i, h, kernel, kernel / 2, config.positionGroups()));
    norm = child(init, "encoder.layer_norm", i -> new LayerNorm(i, h, c.layerNormEps()));
    dropout = child("encoder.dropout", new Dropout(config.dropouts().hidden()));
    for (int n = 0; n < c.layers(); n++) {
      layers.add(child(init, "encoder.layers." + n, i -> new HubertLayer(i, config)));
    }
  }

  public HubertConfig config() {
    return config;
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
    Tensor x = samples.reshape(samples.dim(0), 1, samples.dim(1)); // [batch, 1, samples]
    for (ConvLayer layer : convolutions) {
      x = layer.forward(x); // [batch, channels, time], at last [batch, features, frames]
    }
    return encode(project(transpose(x, 1, 2)));
  }

  /** {@code [batch, frames, features]} to {@code [batch, frames, hidden]}. */
  private Tensor project(Tensor features) {
    Tensor x = projectionNorm == null ? features : projectionNorm.forward(features);
    return projectionDropout.forward(projection.forward(x));
  }

  private EncoderOutput encode(Tensor x) {
    Tensor h = add(x, positional(x)); // [batch, frames, hidden]
    if (!config.stableLayerNorm()) {
      h = norm.forward(h);
    }
    h = dropout.forward(h);
    List<Tensor> states = new ArrayList<>();
    for (HubertLayer layer : layers) {
      states.add(h);
      if (!layer.dropped()) {
        h = layer.forward(h);
      }
    }
    Tensor last = config.stableLayerNorm() ? norm.forward(h) : h;
    states.add(last);
    return new EncoderOutput(last, states, h);
  }

  /** The positional convolution; an even kernel gives one step too many, which is dropped. */
  private Tensor positional(Tensor x) {
    Tensor y = positions.forward(transpose(x, 1, 2)); // [batch, hidden, frames or frames + 1]
    Tensor cut = slice(y, 2, 0, x.dim(1)); // [batch, hidden, frames]
    return config.convolutions().activation().apply(transpose(cut, 1, 2));
  }
}
