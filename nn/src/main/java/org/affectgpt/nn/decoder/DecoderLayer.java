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
    attention = child("self_attn", new DecoderAttention(init.child("self_attn"), c, layer));
    mlp = child("mlp", new GatedMlp(init.child("mlp"), c));
    inputNorm =
        child(
            "input_layernorm",
            new RmsNorm(init.child("input_layernorm"), c.hiddenSize(), c.rmsNormEps()));
    mlpNorm =
        child(
            "post_attention_layernorm",
            new RmsNorm(init.child("post_attention_layernorm"), c.hiddenSize(), c.rmsNormEps()));
  }

  Tensor forward(Tensor x, DecoderContext context, RotaryTable rotary) {
    Tensor h = attention.plus(inputNorm.forward(x), context, rotary, x);
    return mlp.plus(mlpNorm.forward(h), h);
  }
}
