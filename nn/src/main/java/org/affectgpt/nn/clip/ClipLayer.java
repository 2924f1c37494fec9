package org.affectgpt.nn.clip;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.layer.SelfAttention;
import org.affectgpt.tensor.Tensor;

/** One pre-norm block of the vision transformer. */
final class ClipLayer extends Module {
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final SelfAttention attention;
  private final Mlp mlp;

  ClipLayer(Init init, TransformerConfig c) {
    int h = c.hidden();
    double std = residualStd(c);
    attention =
        child(init, "self_attn", i -> new SelfAttention(i, h, c.heads(), std, 1 / Math.sqrt(h), 0));
    norm1 = child(init, "layer_norm1", i -> new LayerNorm(i, h, c.layerNormEps()));
    mlp = child(init, "mlp", i -> new Mlp(i, c));
    norm2 = child(init, "layer_norm2", i -> new LayerNorm(i, h, c.layerNormEps()));
  }

  /** x {@code [batch, 1 + patches, hidden]} to the same shape. */
  Tensor forward(Tensor x) {
    Tensor h = attention.plus(norm1.forward(x), x); // [batch, 1 + patches, hidden]
    return mlp.plus(norm2.forward(h), h); // [batch, 1 + patches, hidden]
  }

  /** Deviation of fresh weights that feed a residual sum of {@code 2 layers} terms. */
  private static double residualStd(TransformerConfig c) {
    return 1 / Math.sqrt(2.0 * c.layers() * c.hidden());
  }

  private static final class Mlp extends Module {
    private final Linear up;
    private final Linear down;
    private final Activation activation;

    Mlp(Init init, TransformerConfig c) {
      int h = c.hidden();
      int f = c.intermediate();
      up = child(init, "fc1", i -> Linear.normal(i, h, f, true, 1 / Math.sqrt(2.0 * h)));
      down = child(init, "fc2", i -> Linear.normal(i, f, h, true, residualStd(c)));
      activation = c.activation();
    }

    Tensor plus(Tensor x, Tensor residual) {
      Tensor y = up.activated(x, activation); // [batch, 1 + patches, intermediate]
      return down.plus(y, residual); // [batch, 1 + patches, hidden]
    }
  }
}
