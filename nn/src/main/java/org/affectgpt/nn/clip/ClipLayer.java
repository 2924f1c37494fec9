package org.affectgpt.nn.clip;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.DotProductAttention;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/** One pre-norm block of the vision transformer. */
final class ClipLayer extends Module {
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final SelfAttention attention;
  private final Mlp mlp;

  ClipLayer(Init init, ClipVisionConfig c) {
    attention = child("self_attn", new SelfAttention(init.child("self_attn"), c));
    norm1 = child("layer_norm1", norm(init, "layer_norm1", c));
    mlp = child("mlp", new Mlp(init.child("mlp"), c));
    norm2 = child("layer_norm2", norm(init, "layer_norm2", c));
  }

  private static LayerNorm norm(Init init, String name, ClipVisionConfig c) {
    return new LayerNorm(init.child(name), c.hiddenSize(), c.layerNormEps());
  }

  Tensor forward(Tensor x) {
    Tensor h = attention.plus(norm1.forward(x), x);
    return mlp.plus(norm2.forward(h), h);
  }

  /** Deviation of fresh weights that feed a residual sum of {@code 2 layers} terms. */
  private static double residualStd(ClipVisionConfig c) {
    return 1 / Math.sqrt(2.0 * c.layers() * c.hiddenSize());
  }

  private static final class SelfAttention extends Module {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final DotProductAttention attention;

    SelfAttention(Init init, ClipVisionConfig c) {
      int h = c.hiddenSize();
      double in = residualStd(c);
      key = child("k_proj", Linear.normal(init.child("k_proj"), h, h, true, in));
      value = child("v_proj", Linear.normal(init.child("v_proj"), h, h, true, in));
      query = child("q_proj", Linear.normal(init.child("q_proj"), h, h, true, in));
      double out = 1 / Math.sqrt(h);
      output = child("out_proj", Linear.normal(init.child("out_proj"), h, h, true, out));
      attention = new DotProductAttention(c.heads(), 0);
    }

    Tensor plus(Tensor x, Tensor residual) {
      return output.plus(
          attention.forward(query.forward(x), key.forward(x), value.forward(x), null), residual);
    }
  }

  private static final class Mlp extends Module {
    private final Linear up;
    private final Linear down;
    private final Activation activation;

    Mlp(Init init, ClipVisionConfig c) {
      int h = c.hiddenSize();
      int f = c.intermediateSize();
      up = child("fc1", Linear.normal(init.child("fc1"), h, f, true, 1 / Math.sqrt(2.0 * h)));
      down = child("fc2", Linear.normal(init.child("fc2"), f, h, true, residualStd(c)));
      activation = c.activation();
    }

    Tensor plus(Tensor x, Tensor residual) {
      return down.plus(up.activated(x, activation), residual);
    }
  }
}
