package org.affectgpt.nn.layer;

import java.util.Map;
import org.affectgpt.nn.Module;
import org.affectgpt.tensor.Tensor;

/** A trainable update beside a frozen linear layer. */
public interface Adapter {
  /** What it learns, by the names that it gets beside {@code base_layer}. */
  Map<String, Module> parts();

  /**
   * Adds the update to the layer's output.
   *
   * @param y {@code [..., out]}
   * @param x the layer's input {@code [..., in]}
   */
  Tensor addTo(Tensor y, Tensor x);
}
