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
    gate = child("gate_proj", Linear.normal(init.child("gate_proj"), h, f, false, std));
    up = child("up_proj", Linear.normal(init.child("up_proj"), h, f, false, std));
    down = child("down_proj", Linear.normal(init.child("down_proj"), f, h, false, std));
  }

  /** The layer's output for x {@code [batch, time, hidden]} plus a residual of that shape. */
  Tensor plus(Tensor x, Tensor residual) {
    return down.plus(gate.gating(x, up.forward(x)), residual);
  }
}
