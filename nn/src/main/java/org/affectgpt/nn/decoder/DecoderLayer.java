package org.affectgpt.nn.decoder;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.RmsNorm;
import org.affectgpt.tensor.Tensor;

/** One pre-norm block: attention, then the feed-forward layer, each added to its input. */
final class DecoderLayer extends Module {
  private final DecoderAttention attention;
  private final GatedMlp mlp;
  private final RmsNorm inputNorm;
  private final RmsNorm mlpNorm;

  DecoderLayer(Init init, DecoderConfig c, int layer) {
    attention = child(init, "self_attn", i -> new DecoderAttention(i, c, layer));
    mlp = child(init, "mlp", i -> new GatedMlp(i, c));
    inputNorm = child(init, "input_layernorm", i -> norm(i, c));
    mlpNorm = child(init, "post_attention_layernorm", i -> norm(i, c));
  }

  private static RmsNorm norm(Init init, DecoderConfig c) {
    return new RmsNorm(init, c.hiddenSize(), c.rmsNormEps());
  }

  /** x {@code [batch, time, hidden]} to the same shape. */
  Tensor forward(Tensor x, DecoderContext context, RotaryTable rotary) {
    Tensor h = attention.plus(inputNorm.forward(x), context, rotary, x); // [batch, time, hidden]
    return mlp.plus(mlpNorm.forward(h), h); // [batch, time, hidden]
  }
}
