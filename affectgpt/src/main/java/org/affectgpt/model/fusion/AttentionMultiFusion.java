package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;
import static org.affectgpt.tensor.ops.rows.Mean.mean;
import static org.affectgpt.tensor.ops.shape.Concat.concat;
import static org.affectgpt.tensor.ops.shape.Stack.stack;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/**
 * Pre-fusion by attention (encode_multi_attention): means over time are brought to one width, two
 * raw weights are computed from both, and the weighted sum is projected.
 */
public record AttentionMultiFusion(
    Linear videoEmbedding,
    Linear audioEmbedding,
    Linear mix,
    Linear weights,
    Linear projection,
    int copies)
    implements MultiFusion {
  @Override
  public Tensor fused(Tensor video, Tensor audio) {
    Tensor v = videoEmbedding.forward(mean(video, 1, false));
    Tensor a = audioEmbedding.forward(mean(audio, 1, false));
    Tensor w = weights.forward(mix.forward(concat(1, v, a)));
    Tensor both = stack(1, v, a);
    Tensor m = matmul(w.reshape(w.dim(0), 1, 2), both);
    return m.reshape(v.dim(0), v.dim(1));
  }

  @Override
  public Tensor project(Tensor fused) {
    return TimeFusion.copies(projection.forward(fused), copies);
  }
}
