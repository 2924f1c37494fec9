package org.affectgpt.examples;

import static org.affectgpt.tensor.ops.elementwise.Tanh.tanh;
import static org.affectgpt.tensor.ops.rows.CrossEntropy.crossEntropy;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;

/** Defines and trains a small network. */
// example: begin
final class SmallNetwork extends Module {
  private final Linear hidden;
  private final Linear out;

  SmallNetwork(Init init) {
    hidden = child("hidden", Linear.kaiming(init.child("hidden"), 2, 16, true));
    out = child("out", Linear.kaiming(init.child("out"), 16, 2, true));
  }

  Tensor forward(Tensor x) { // [batch, 2] to logits [batch, 2]
    return out.forward(tanh(hidden.forward(x)));
  }

  static double[] learnXor(Backend backend, int steps) {
    SmallNetwork net = new SmallNetwork(Init.random(backend, new CounterRng(1)));
    AdamW adamW = new AdamW(ParameterGroup.byDecay(net.parameters(), 0));
    Tensor x = Tensor.of(backend, new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      try (MemoryScope pass = backend.scope()) { // frees what the step made
        Tensor loss = crossEntropy(net.forward(x), new int[] {0, 1, 1, 0}, -1);
        loss.backward();
        losses[step] = loss.item();
      }
      adamW.step(0.05);
      adamW.clearGrads();
    }
    return losses;
  }
}
// example: end
