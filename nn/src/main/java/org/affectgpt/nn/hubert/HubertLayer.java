package org.affectgpt.nn.hubert;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.layer.SelfAttention;
import org.affectgpt.tensor.Tensor;

/** One transformer layer, with its norms before (stable) or after the sums. */
final class HubertLayer extends Module {
  private final SelfAttention attention;
  private final LayerNorm attentionNorm;
  private final FeedForward feedForward;
  private final LayerNorm finalNorm;
  private final Dropout dropout;
  private final boolean stable;
  private final double layerDrop;

  HubertLayer(Init init, HubertConfig config) {
    TransformerConfig c = config.transformer();
    HubertConfig.Dropouts p = config.dropouts();
    int h = c.hidden();
    double std = c.initializerRange();
    attention =
        child(init, "attention", i -> new SelfAttention(i, h, c.heads(), std, std, p.attention()));
    dropout = child("dropout", new Dropout(p.hidden()));
    attentionNorm = child(init, "layer_norm", i -> new LayerNorm(i, h, c.layerNormEps()));
    feedForward = child(init, "feed_forward", i -> new FeedForward(i, c, p));
    finalNorm = child(init, "final_layer_norm", i -> new LayerNorm(i, h, c.layerNormEps()));
    stable = config.stableLayerNorm();
    layerDrop = p.layer();
  }

  /** Whether training skips this layer now (LayerDrop, Fan et al. 2020); takes one draw. */
  boolean dropped() {
    return training() && layerDrop > 0 && rng().nextDouble() < layerDrop;
  }

  /** x {@code [batch, frames, hidden]} to the same shape. */
  Tensor forward(Tensor x) {
    if (stable) {
      Tensor h = attention.plus(attentionNorm.forward(x), dropout, x); // [batch, frames, hidden]
      return feedForward.plus(finalNorm.forward(h), h); // [batch, frames, hidden]
    }
    Tensor h = attentionNorm.forward(attention.plus(x, dropout, x)); // [batch, frames, hidden]
    return finalNorm.forward(feedForward.plus(h, h)); // [batch, frames, hidden]
  }

  private static final class FeedForward extends Module {
    private final Linear up;
    private final Linear down;
    private final Activation activation;
    private final Dropout inner;
    private final Dropout outer;

    FeedForward(Init init, TransformerConfig c, HubertConfig.Dropouts p) {
      int h = c.hidden();
      int f = c.intermediate();
      double std = c.initializerRange();
      inner = child("intermediate_dropout", new Dropout(p.activation()));
      up = child(init, "intermediate_dense", i -> Linear.normal(i, h, f, true, std));
      down = child(init, "output_dense", i -> Linear.normal(i, f, h, true, std));
      outer = child("output_dropout", new Dropout(p.hidden()));
      activation = c.activation();
    }

    Tensor plus(Tensor x, Tensor residual) {
      Tensor y = inner.forward(up.activated(x, activation)); // [batch, frames, intermediate]
      return down.plus(y, outer, residual); // [batch, frames, hidden]
    }
  }
}
