package org.affectgpt.nn.qformer;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention among the queries, cross-attention in some layers, feed-forward; all post-norm.
 */
final class QFormerLayer extends Module {
  private final QFormerAttention self;
  private final @Nullable QFormerAttention cross;
  private final Linear up;
  private final Linear down;
  private final Dropout dropout;
  private final LayerNorm norm;
  private final Activation activation;

  QFormerLayer(Init init, QFormerConfig c, QFormerNames names, int index) {
    int h = c.hiddenSize();
    int f = c.intermediateSize();
    double std = c.initializerRange();
    self = child("attention", new QFormerAttention(init.child("attention"), c, names, h));
    cross =
        index % c.crossAttentionFrequency() == 0
            ? child(
                "crossattention",
                new QFormerAttention(init.child("crossattention"), c, names, c.encoderHiddenSize()))
            : null;
    up =
        child(
            "intermediate_query.dense",
            Linear.normal(init.child("intermediate_query.dense"), h, f, true, std));
    down =
        child(
            "output_query.dense", Linear.normal(init.child("output_query.dense"), f, h, true, std));
    dropout = child("output_query.dropout", new Dropout(c.hiddenDropout()));
    norm =
        child(
            "output_query.LayerNorm",
            new LayerNorm(init.child("output_query.LayerNorm"), h, c.layerNormEps()));
    activation = c.activation();
  }

  Tensor forward(Tensor queries, Tensor encoded, @Nullable Tensor encodedMask) {
    Tensor x = self.forward(queries, queries, null);
    if (cross != null) {
      x = cross.forward(x, encoded, encodedMask);
    }
    return norm.forward(down.plus(up.activated(x, activation), dropout, x));
  }
}
