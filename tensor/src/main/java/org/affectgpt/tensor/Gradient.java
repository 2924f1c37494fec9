package org.affectgpt.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The backward pass of one operation. */
@FunctionalInterface
public interface Gradient {
  /**
   * Gradients of the inputs, in their order.
   *
   * @param dy gradient of the output, same shape as the output; must not be changed
   * @return one entry an input: null for an input that does not require one, else dy, a view of dy,
   *     or new memory
   */
  List<@Nullable Tensor> of(Tensor dy);
}
