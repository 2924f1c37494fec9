package org.affectgpt.tensor.ops.elementwise;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;

/**
 * Dropout (Srivastava et al. 2014): each value is 0 with probability p, else divided by {@code 1 -
 * p}; dy goes through the same draws, which are made again and not kept.
 */
public final class Dropout {
  private Dropout() {}

  /**
   * @param x F32, any shape
   * @param p probability of a zero, in {@code [0, 1)}; 0 gives {@code x} itself and draws nothing
   * @param rng takes one draw a value
   */
  public static Tensor dropout(Tensor x, float p, CounterRng rng) {
    if (!(p >= 0f && p < 1f)) {
      throw new IllegalArgumentException("dropout: probability " + p + " is not in [0, 1)");
    }
    if (p == 0f) {
      return x;
    }
    long key = rng.key();
    long counter = rng.counter();
    rng.seek(counter + x.size());
    return Autograd.record(
        "dropout", draw(x, p, key, counter), List.of(x), dy -> List.of(draw(dy, p, key, counter)));
  }

  private static Tensor draw(Tensor x, float p, long key, long counter) {
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().elementwise().dropout(x.view(), p, key, counter, y.view(), x.size());
    return y;
  }
}
