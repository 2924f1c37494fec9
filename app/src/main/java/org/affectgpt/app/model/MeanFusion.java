package org.affectgpt.app.model;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.Mean;

/** Mean over time, then a projection. */
record MeanFusion(Linear projection, int copies) implements TimeFusion {
  @Override
  public Tensor tokens(Tensor features) {
    Tensor y = projection.forward(Mean.mean(features, 1, false));
    return TimeFusion.copies(y, copies);
  }
}
