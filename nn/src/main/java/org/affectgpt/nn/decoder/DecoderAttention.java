package org.affectgpt.nn.decoder;

import static org.affectgpt.tensor.ops.matrix.Attention.attention;
import static org.affectgpt.tensor.ops.matrix.Attention.decode;
import static org.affectgpt.tensor.ops.rows.Rotary.rotary;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.layer.RmsNorm;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.ops.matrix.Attention.Cached;
import org.jspecify.annotations.Nullable;

/**
 * Grouped-query self-attention (Ainslie et al. 2023) with rotary positions; Qwen3 normalises every
 * query and key head before it is rotated (Henry et al. 2020).
 */
final class DecoderAttention extends Module {
  private final DecoderConfig config;
  private final int layer;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final @Nullable RmsNorm queryNorm;
  private final @Nullable RmsNorm keyNorm;

  DecoderAttention(Init init, DecoderConfig c, int layer) {
    this.config = c;
    this.layer = layer;
    int hidden = c.hiddenSize();
    int width = c.heads() * c.headDim();
    int kvWidth = c.kvHeads() * c.headDim();
    boolean bias = c.attention().qkvBias();
    query = linear(init, "q_proj", hidden, width, bias);
    key = linear(init, "k_proj", hidden, kvWidth, bias);
    value = linear(init, "v_proj", hidden, kvWidth, bias);
    output = linear(init, "o_proj", width, hidden, c.attention().outputBias());
    queryNorm = c.family().normsHeads() ? norm(init, "q_norm") : null;
    keyNorm = c.family().normsHeads() ? norm(init, "k_norm") : null;
    // a buffer in files of old libraries
    ignore("rotary_emb.inv_freq");
  }

  private Linear linear(Init init, String name, int in, int out, boolean bias) {
    double std = config.initializerRange();
    return child(init, name, i -> Linear.normal(i, in, out, bias, std));
  }

  private RmsNorm norm(Init init, String name) {
    return child(init, name, i -> new RmsNorm(i, config.headDim(), config.rmsNormEps()));
  }

  /** Attention of x {@code [batch, time, hidden]} plus a residual of that shape. */
  Tensor plus(Tensor x, DecoderContext context, RotaryTable table, Tensor residual) {
    Tensor q = split(query.forward(x), config.heads()); // [batch, time, heads, dim]
    q = rotate(queryNorm == null ? q : queryNorm.forward(q), context, table);
    Tensor k = split(key.forward(x), config.kvHeads()); // [batch, time, kvHeads, dim]
    k = rotate(keyNorm == null ? k : keyNorm.forward(k), context, table);
    Tensor v = split(value.forward(x), config.kvHeads()); // [batch, time, kvHeads, dim]
    DecoderContext.Slots slots = context.slots();
    if (slots != null) {
      slots.cache().write(layer, k, v, slots.rows());
      k = slots.cache().keys(layer); // [batch, capacity, kvHeads, dim]
      v = slots.cache().values(layer); // [batch, capacity, kvHeads, dim]
    }
    float scale = (float) (1 / Math.sqrt(config.headDim()));
    Tensor y =
        slots != null && context.pattern().kind() == AttentionPattern.Kind.DECODE
            ? decode(q, new Cached(k, v, slots.rows(), context.keyMask()), context.pattern(), scale)
            : attention(q, k, v, context.pattern(), context.keyMask(), scale);
    y =
        y.reshape(
            x.dim(0), x.dim(1), config.heads() * config.headDim()); // [batch, time, heads * dim]
    return output.plus(y, residual); // [batch, time, hidden]
  }

  /** {@code [batch, time, heads * dim]} to {@code [batch, time, heads, dim]}. */
  private Tensor split(Tensor x, int heads) {
    return x.reshape(x.dim(0), x.dim(1), heads, config.headDim());
  }

  private static Tensor rotate(Tensor x, DecoderContext context, RotaryTable table) {
    return rotary(x, table.cos(), table.sin(), context.positions());
  }
}
