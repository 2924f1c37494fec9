package org.affectgpt.nn.decoder;

import static org.affectgpt.tensor.ops.matrix.Attention.attention;
import static org.affectgpt.tensor.ops.rows.Rotary.rotary;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/** Grouped-query self-attention (Ainslie et al. 2023) with rotary positions. */
final class DecoderAttention extends Module {
  private final DecoderConfig config;
  private final int layer;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;

  DecoderAttention(Init init, DecoderConfig c, int layer) {
    this.config = c;
    this.layer = layer;
    int width = c.heads() * c.headDim();
    int kvWidth = c.kvHeads() * c.headDim();
    query = child("q_proj", linear(init.child("q_proj"), c.hiddenSize(), width, c.qkvBias()));
    key = child("k_proj", linear(init.child("k_proj"), c.hiddenSize(), kvWidth, c.qkvBias()));
    value = child("v_proj", linear(init.child("v_proj"), c.hiddenSize(), kvWidth, c.qkvBias()));
    output = child("o_proj", linear(init.child("o_proj"), width, c.hiddenSize(), c.outputBias()));
    // a buffer in files of old libraries
    ignore("rotary_emb.inv_freq");
  }

  private Linear linear(Init init, int in, int out, boolean bias) {
    return Linear.normal(init, in, out, bias, config.initializerRange());
  }

  /** Attention of x {@code [batch, time, hidden]} plus a residual of that shape. */
  Tensor plus(Tensor x, DecoderContext context, RotaryTable rotary, Tensor residual) {
    int b = x.dim(0);
    int t = x.dim(1);
    int d = config.headDim();
    Tensor q = rotate(query.forward(x).reshape(b, t, config.heads(), d), context, rotary);
    Tensor k = rotate(key.forward(x).reshape(b, t, config.kvHeads(), d), context, rotary);
    Tensor v = value.forward(x).reshape(b, t, config.kvHeads(), d);
    DecoderContext.Slots slots = context.slots();
    if (slots != null) {
      slots.cache().write(layer, k, v, slots.start(), slots.stride());
      k = slots.cache().keys(layer);
      v = slots.cache().values(layer);
    }
    float scale = (float) (1 / Math.sqrt(d));
    Tensor y = attention(q, k, v, context.pattern(), context.keyMask(), scale);
    return output.plus(y.reshape(b, t, config.heads() * d), residual);
  }

  private static Tensor rotate(Tensor x, DecoderContext context, RotaryTable rotary) {
    return rotary(x, rotary.cos(), rotary.sin(), context.positions());
  }
}
