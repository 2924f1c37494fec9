package org.affectgpt.nn.hubert;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.DotProductAttention;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
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

  HubertLayer(Init init, HubertConfig c) {
    attention = child("attention", new SelfAttention(init.child("attention"), c));
    dropout = child("dropout", new Dropout(c.hiddenDropout()));
    attentionNorm =
        child(
            "layer_norm",
            new LayerNorm(init.child("layer_norm"), c.hiddenSize(), c.layerNormEps()));
    feedForward = child("feed_forward", new FeedForward(init.child("feed_forward"), c));
    finalNorm =
        child(
            "final_layer_norm",
            new LayerNorm(init.child("final_layer_norm"), c.hiddenSize(), c.layerNormEps()));
    stable = c.stableLayerNorm();
    layerDrop = c.layerDrop();
  }

  /** Whether training skips this layer now (LayerDrop, Fan et al. 2020); takes one draw. */
  boolean dropped() {
    return training() && layerDrop > 0 && rng().nextDouble() < layerDrop;
  }

  Tensor forward(Tensor x) {
    if (stable) {
      Tensor h = attention.plus(attentionNorm.forward(x), dropout, x);
      return feedForward.plus(finalNorm.forward(h), h);
    }
    Tensor h = attentionNorm.forward(attention.plus(x, dropout, x));
    return finalNorm.forward(feedForward.plus(h, h));
  }

  private static final class SelfAttention extends Module {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final DotProductAttention attention;

    SelfAttention(Init init, HubertConfig c) {
      int h = c.hiddenSize();
      double std = c.initializerRange();
      key = child("k_proj", Linear.normal(init.child("k_proj"), h, h, true, std));
      value = child("v_proj", Linear.normal(init.child("v_proj"), h, h, true, std));
      query = child("q_proj", Linear.normal(init.child("q_proj"), h, h, true, std));
      output = child("out_proj", Linear.normal(init.child("out_proj"), h, h, true, std));
      attention = child("weights", new DotProductAttention(c.heads(), c.attentionDropout()));
    }

    Tensor plus(Tensor x, Dropout dropout, Tensor residual) {
      Tensor y = attention.forward(query.forward(x), key.forward(x), value.forward(x), null);
      return output.plus(y, dropout, residual);
    }
  }

  private static final class FeedForward extends Module {
    private final Linear up;
    private final Linear down;
    private final Activation activation;
    private final Dropout inner;
    private final Dropout outer;

    FeedForward(Init init, HubertConfig c) {
      int h = c.hiddenSize();
      int f = c.intermediateSize();
      double std = c.initializerRange();
      inner = child("intermediate_dropout", new Dropout(c.activationDropout()));
      up =
          child(
              "intermediate_dense",
              Linear.normal(init.child("intermediate_dense"), h, f, true, std));
      down = child("output_dense", Linear.normal(init.child("output_dense"), f, h, true, std));
      outer = child("output_dropout", new Dropout(c.hiddenDropout()));
      activation = c.activation();
    }

    Tensor plus(Tensor x, Tensor residual) {
      Tensor y = inner.forward(up.activated(x, activation));
      return down.plus(y, outer, residual);
    }
  }
}
