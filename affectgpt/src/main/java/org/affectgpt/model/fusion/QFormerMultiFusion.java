package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.shape.Concat.concat;

import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;

/** Pre-fusion by a Q-Former over both sequences, video first (encode_multi_qformer). */
public record QFormerMultiFusion(Linear videoEmbedding, Linear audioEmbedding, QFormerFusion former)
    implements MultiFusion {
  @Override
  public Tensor fused(Tensor video, Tensor audio) {
    Tensor v = videoEmbedding.forward(video);
    Tensor a = audioEmbedding.forward(audio);
    return former.hidden(concat(1, v, a));
  }

  @Override
  public Tensor project(Tensor fused) {
    return former.project(fused);
  }
}
