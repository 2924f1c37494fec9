package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.rows.Mean.mean;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/** Mean over time, then a projection. */
public record MeanFusion(Linear projection, int copies) implements TimeFusion {
  @Override
  public Tensor tokens(Tensor features) {
    Tensor y = projection.forward(mean(features, 1, false));
    return TimeFusion.copies(y, copies);
  }
}
