package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/**
 * Attention over time (encode_video_attention): {@code a_t = w x_t + b}, {@code f = sum_t a_t x_t},
 * then a projection. The weights are raw scores: no softmax, no scaling.
 */
public record AttentionFusion(Linear attention, Linear projection, int copies)
    implements TimeFusion {
  @Override
  public Tensor tokens(Tensor features) {
    Tensor a = attention.forward(features);
    Tensor f = matmul(a, features, true, false);
    Tensor y = projection.forward(f.reshape(features.dim(0), features.dim(2)));
    return TimeFusion.copies(y, copies);
  }
}
