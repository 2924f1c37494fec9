package org.affectgpt.model.fusion;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.rows.Mean;

/** Mean over time, then a projection. */
public record MeanFusion(Linear projection, int copies) implements TimeFusion {
  @Override
  public Tensor tokens(Tensor features) {
    Tensor y = projection.forward(Mean.mean(features, 1, false));
    return TimeFusion.copies(y, copies);
  }
}
