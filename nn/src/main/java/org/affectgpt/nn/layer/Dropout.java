package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.elementwise.Dropout.dropout;

import org.affectgpt.nn.Module;
import org.affectgpt.tensor.Tensor;

/** Zeroes values with probability p in training mode and scales the others by 1 / (1 - p). */
public final class Dropout extends Module {
  private final float p;

  public Dropout(double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout probability must be in [0, 1): " + p);
    }
    this.p = (float) p;
  }

  /** Whether a forward pass now would change anything. */
  public boolean active() {
    return p > 0 && training();
  }

  public Tensor forward(Tensor x) {
    return active() ? dropout(x, p, rng()) : x;
  }
}
