package org.affectgpt.nn.qformer;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.DotProductAttention;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Post-norm attention of the queries, to themselves or to the encoder's states. */
final class QFormerAttention extends Module {
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final DotProductAttention attention;
  private final Dropout dropout;
  private final LayerNorm norm;

  QFormerAttention(Init init, QFormerConfig c, QFormerNames names, int keyWidth) {
    int h = c.hiddenSize();
    String in = names.inner() + ".";
    query = child(in + "query", linear(init.child("query"), h, h, c));
    key = child(in + "key", linear(init.child("key"), keyWidth, h, c));
    value = child(in + "value", linear(init.child("value"), keyWidth, h, c));
    attention = child(in + "weights", new DotProductAttention(c.heads(), c.attentionDropout()));
    output = child("output.dense", linear(init.child("output.dense"), h, h, c));
    dropout = child("output.dropout", new Dropout(c.hiddenDropout()));
    norm =
        child(
            "output.LayerNorm", new LayerNorm(init.child("output.LayerNorm"), h, c.layerNormEps()));
  }

  private static Linear linear(Init init, int in, int out, QFormerConfig c) {
    return Linear.normal(init, in, out, true, c.initializerRange());
  }

  /** x {@code [batch, queries, hidden]} looks at {@code [batch, keys, width]}. */
  Tensor forward(Tensor x, Tensor seen, @Nullable Tensor keyMask) {
    Tensor y = attention.forward(query.forward(x), key.forward(seen), value.forward(seen), keyMask);
    return norm.forward(output.plus(y, dropout, x));
  }
}
