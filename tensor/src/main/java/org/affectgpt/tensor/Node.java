package org.affectgpt.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operation that made a tensor: its name, its inputs, and how a gradient flows back to them.
 */
record Node(String op, List<? extends @Nullable Tensor> inputs, Gradient gradient) {
  /** Stands where a backward pass has been: its inputs are gone. */
  static Node freed(String op) {
    return new Node(
        op,
        List.of(),
        dy -> {
          throw new IllegalStateException(
              "a backward pass has already freed the graph of this "
                  + op
                  + "; detach it or redo it");
        });
  }
}
