package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;
import static org.affectgpt.tensor.ops.rows.Mean.mean;
import static org.affectgpt.tensor.ops.shape.Repeat.repeatRows;

import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;

/**
 * Turns the features of one modality into tokens of the decoder (the original's {@code
 * affectgpt.py:encode_video_*} and {@code encode_audio_*}).
 */
public sealed interface TimeFusion {
  /**
   * @param features {@code [batch, time, width]}
   * @return {@code [batch, tokens, hidden]}
   */
  Tensor tokens(Tensor features);

  /** {@code [batch, hidden]} as {@code copies} equal tokens {@code [batch, copies, hidden]}. */
  static Tensor copies(Tensor y, int copies) {
    Tensor rows = copies == 1 ? y : repeatRows(y, copies);
    return rows.reshape(y.dim(0), copies, y.dim(1));
  }

  /** Mean over time, then a projection. */
  record OfMean(Linear projection, int copies) implements TimeFusion {
    @Override
    public Tensor tokens(Tensor features) {
      Tensor y = projection.forward(mean(features, 1, false)); // [batch, hidden]
      return TimeFusion.copies(y, copies);
    }
  }

  /**
   * Attention over time (encode_video_attention): {@code a_t = w x_t + b}, {@code f = sum_t a_t
   * x_t}, then a projection. The weights are raw scores: no softmax, no scaling.
   */
  record OfAttention(Linear attention, Linear projection, int copies) implements TimeFusion {
    @Override
    public Tensor tokens(Tensor features) {
      Tensor a = attention.forward(features); // [batch, time, 1]
      Tensor f = matmul(a, features, true, false); // [batch, 1, width]
      Tensor y = projection.forward(f.reshape(features.dim(0), features.dim(2))); // [batch, hidden]
      return TimeFusion.copies(y, copies);
    }
  }

  /**
   * A Q-Former over time (encode_video_qformer): row t of a learned table is added to the features
   * of time t, learned queries attend to them, and each query becomes a token.
   *
   * @param positions {@code [longest, width]}
   * @param queries {@code [1, tokens, hidden of the Q-Former]}
   */
  record OfQFormer(Parameter positions, Parameter queries, QFormerModel former, Linear projection)
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
      Tensor x = add(features, table.rows(0, time)); // [batch, time, width]
      Tensor q = queries.value();
      Tensor batched =
          repeatRows(q.reshape(1, q.dim(1) * q.dim(2)), features.dim(0))
              .reshape(features.dim(0), q.dim(1), q.dim(2));
      return former.forward(batched, x, null);
    }
  }
}
