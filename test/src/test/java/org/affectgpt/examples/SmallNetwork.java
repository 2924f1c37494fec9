package org.affectgpt.examples;

import static org.affectgpt.tensor.ops.elementwise.Tanh.tanh;
import static org.affectgpt.tensor.ops.rows.CrossEntropy.crossEntropy;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.tensor.Tensor;
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

  void learn(Tensor x, int[] labels, AdamW adamW) { // one step
    try (MemoryScope step = x.backend().scope()) { // takes back what the step made
      crossEntropy(forward(x), labels, -1).backward();
    }
    adamW.step(0.05);
    adamW.clearGrads();
  }
}
// example: end
