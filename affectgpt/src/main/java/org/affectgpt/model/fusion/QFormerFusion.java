package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.shape.Repeat.repeatRows;

import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;

/**
 * A Q-Former over time (encode_video_qformer): row t of a learned table is added to the features of
 * time t, learned queries attend to them, and each query becomes a token.
 *
 * @param positions {@code [longest, width]}
 * @param queries {@code [1, tokens, hidden of the Q-Former]}
 */
public record QFormerFusion(
    Parameter positions, Parameter queries, QFormerModel former, Linear projection)
    implements TimeFusion {
  @Override
  public Tensor tokens(Tensor features) {
    return project(hidden(features));
  }

  /** Outputs of the queries to tokens of the decoder. */
  Tensor project(Tensor hidden) {
    return projection.forward(hidden);
  }

  /** Outputs of the queries {@code [batch, tokens, hidden of the Q-Former]}. */
  Tensor hidden(Tensor features) {
    int time = features.dim(1);
    Tensor table = positions.value();
    if (time > table.dim(0)) {
      throw new InputException(
          "the Q-Former takes " + table.dim(0) + " time steps at most, the clip has " + time);
    }
    Tensor x = add(features, table.rows(0, time));
    Tensor q = queries.value();
    Tensor batched =
        repeatRows(q.reshape(1, q.dim(1) * q.dim(2)), features.dim(0))
            .reshape(features.dim(0), q.dim(1), q.dim(2));
    return former.forward(batched, x, null);
  }
}
