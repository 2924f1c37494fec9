package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;
import static org.affectgpt.tensor.ops.rows.Mean.mean;
import static org.affectgpt.tensor.ops.shape.Concat.concat;
import static org.affectgpt.tensor.ops.shape.Stack.stack;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/**
 * The pre-fusion branch: audio and video become one token before the decoder (AffectGPT, section
 * 3.2).
 */
public sealed interface MultiFusion {
  /**
   * @param video {@code [batch, time, width]}
   * @param audio {@code [batch, windows, width]}
   * @return both in one, before the projection to the decoder's width
   */
  Tensor fused(Tensor video, Tensor audio);

  /** What {@link #fused} gave as tokens {@code [batch, tokens, hidden]}. */
  Tensor project(Tensor fused);

  /** Tokens {@code [batch, tokens, hidden]}. */
  default Tensor tokens(Tensor video, Tensor audio) {
    return project(fused(video, audio));
  }

  /**
   * By attention (encode_multi_attention): means over time are brought to one width, two raw
   * weights are computed from both, and the weighted sum is projected.
   */
  record OfAttention(
      Linear videoEmbedding,
      Linear audioEmbedding,
      Linear mix,
      Linear weights,
      Linear projection,
      int copies)
      implements MultiFusion {
    @Override
    public Tensor fused(Tensor video, Tensor audio) {
      Tensor v = videoEmbedding.forward(mean(video, 1, false)); // [batch, width]
      Tensor a = audioEmbedding.forward(mean(audio, 1, false)); // [batch, width]
      Tensor w = weights.forward(mix.forward(concat(1, v, a))); // [batch, 2]
      Tensor both = stack(1, v, a); // [batch, 2, width]
      Tensor m = matmul(w.reshape(w.dim(0), 1, 2), both); // [batch, 1, width]
      return m.reshape(v.dim(0), v.dim(1));
    }

    @Override
    public Tensor project(Tensor fused) {
      return TimeFusion.copies(projection.forward(fused), copies);
    }
  }

  /** By a Q-Former over both sequences, video first (encode_multi_qformer). */
  record OfQFormer(Linear videoEmbedding, Linear audioEmbedding, TimeFusion.OfQFormer former)
      implements MultiFusion {
    @Override
    public Tensor fused(Tensor video, Tensor audio) {
      Tensor v = videoEmbedding.forward(video);
      Tensor a = audioEmbedding.forward(audio);
      return former.hidden(concat(1, v, a)); // [batch, time + windows, width]
    }

    @Override
    public Tensor project(Tensor fused) {
      return former.project(fused);
    }
  }
}
