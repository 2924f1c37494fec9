package org.affectgpt.nn.decoder;

import static org.affectgpt.tensor.ops.elementwise.Mul.mul;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/**
 * The gated feed-forward layer {@code W_down (f(W_gate x) · W_up x)} (Shazeer 2020); f is silu but
 * in rare models.
 */
final class GatedMlp extends Module {
  private final Linear gate;
  private final Linear up;
  private final Linear down;
  private final Activation activation;

  GatedMlp(Init init, DecoderConfig c) {
    double std = c.initializerRange();
    int h = c.hiddenSize();
    int f = c.intermediateSize();
    boolean bias = c.mlp().bias();
    activation = c.mlp().activation();
    gate = child(init, "gate_proj", i -> Linear.normal(i, h, f, bias, std));
    up = child(init, "up_proj", i -> Linear.normal(i, h, f, bias, std));
    down = child(init, "down_proj", i -> Linear.normal(i, f, h, bias, std));
  }

  /** The layer's output for x {@code [batch, time, hidden]} plus a residual of that shape. */
  Tensor plus(Tensor x, Tensor residual) {
    Tensor u = up.forward(x); // [batch, time, intermediate]
    Tensor y =
        activation == Activation.SILU
            ? gate.gating(x, u)
            : mul(gate.activated(x, activation), u); // [batch, time, intermediate]
    return down.plus(y, residual); // [batch, time, hidden]
  }
}
