package org.affectgpt.nn;

import static org.affectgpt.tensor.ops.Checkpoint.checkpoint;

import java.util.function.UnaryOperator;
import org.affectgpt.tensor.Tensor;

/**
 * Gradient checkpointing of a module (Chen et al. 2016): its forward pass runs again during the
 * backward pass, with the same random numbers and with adapters on or off as they were.
 */
public final class Checkpointing {
  private Checkpointing() {}

  /**
   * @param module whose random streams {@code forward} draws from
   */
  public static Tensor run(Module module, Tensor x, UnaryOperator<Tensor> forward) {
    boolean off = AdapterScope.isOff();
    return checkpoint(module.streams(), y -> AdapterScope.call(off, () -> forward.apply(y)), x);
  }
}
