package org.affectgpt.nn.decoder;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/** The gated feed-forward layer {@code W_down (silu(W_gate x) · W_up x)} (Shazeer 2020). */
final class GatedMlp extends Module {
  private final Linear gate;
  private final Linear up;
  private final Linear down;

  GatedMlp(Init init, DecoderConfig c) {
    double std = c.initializerRange();
    int h = c.hiddenSize();
    int f = c.intermediateSize();
    gate = child(init, "gate_proj", i -> Linear.normal(i, h, f, false, std));
    up = child(init, "up_proj", i -> Linear.normal(i, h, f, false, std));
    down = child(init, "down_proj", i -> Linear.normal(i, f, h, false, std));
  }

  /** The layer's output for x {@code [batch, time, hidden]} plus a residual of that shape. */
  Tensor plus(Tensor x, Tensor residual) {
    Tensor u = up.forward(x); // [batch, time, intermediate]
    Tensor y = gate.gating(x, u); // [batch, time, intermediate]
    return down.plus(y, residual); // [batch, time, hidden]
  }
}
