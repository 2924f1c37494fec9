package org.affectgpt.nn.qformer;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.TransformerConfig;
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

  QFormerLayer(Init init, QFormerConfig config, QFormerNames names, int index) {
    TransformerConfig c = config.transformer();
    int h = c.hidden();
    int f = c.intermediate();
    double std = c.initializerRange();
    int seen = config.encoderHiddenSize();
    self = child(init, "attention", i -> new QFormerAttention(i, config, names, h));
    cross =
        index % config.crossAttentionFrequency() == 0
            ? child(init, "crossattention", i -> new QFormerAttention(i, config, names, seen))
            : null;
    up = child(init, "intermediate_query.dense", i -> Linear.normal(i, h, f, true, std));
    down = child(init, "output_query.dense", i -> Linear.normal(i, f, h, true, std));
    dropout = child("output_query.dropout", new Dropout(config.hiddenDropout()));
    norm = child(init, "output_query.LayerNorm", i -> new LayerNorm(i, h, c.layerNormEps()));
    activation = c.activation();
  }

  /** queries {@code [batch, queries, hidden]}, encoded {@code [batch, time, encoderHiddenSize]}. */
  Tensor forward(Tensor queries, Tensor encoded, @Nullable Tensor encodedMask) {
    Tensor x = self.forward(queries, queries, null); // [batch, queries, hidden]
    if (cross != null) {
      x = cross.forward(x, encoded, encodedMask); // [batch, queries, hidden]
    }
    Tensor y = up.activated(x, activation); // [batch, queries, intermediate]
    return norm.forward(down.plus(y, dropout, x)); // [batch, queries, hidden]
  }
}
