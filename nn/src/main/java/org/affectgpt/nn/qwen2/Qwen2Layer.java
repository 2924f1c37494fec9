package org.affectgpt.nn.qwen2;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.RmsNorm;
import org.affectgpt.tensor.Tensor;

/** One pre-norm block: attention, then the feed-forward layer, each added to its input. */
final class Qwen2Layer extends Module {
  private final Qwen2Attention attention;
  private final Qwen2Mlp mlp;
  private final RmsNorm inputNorm;
  private final RmsNorm mlpNorm;

  Qwen2Layer(Init init, Qwen2Config c, int layer) {
    attention = child("self_attn", new Qwen2Attention(init.child("self_attn"), c, layer));
    mlp = child("mlp", new Qwen2Mlp(init.child("mlp"), c));
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
